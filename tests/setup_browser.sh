#!/bin/sh
# The page is tested in a real Chromium and its script in Node.js. Install what
# is missing where that can be done unattended; tests that lack them are skipped,
# and fail where CI is set.
set -u

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    command -v apt-get >/dev/null || return 1
    as_root apt-get update -qq && as_root apt-get install -y -qq "$@" >/dev/null
}

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null &&
    ! command -v google-chrome >/dev/null; then
    echo "Installing Chromium for the page tests..."
    apt_install chromium || .venv/bin/playwright install chromium ||
        echo "No Chromium: the page tests will be skipped."
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "Installing Node.js for the script tests..."
    apt_install nodejs npm || echo "No Node.js: the script tests will be skipped."
fi
exit 0
