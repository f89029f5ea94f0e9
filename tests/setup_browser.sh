#!/bin/sh
# The page is tested in a real Chromium and its script in Node.js. Install what
# is missing where that can be done unattended; tests that lack them are skipped,
# and fail where CI is set. BROWSER=no installs nothing.
set -u

has_browser() {
    command -v chromium || command -v chromium-browser ||
        command -v google-chrome || command -v google-chrome-stable
}

has_node() { command -v node && command -v npm; }

can_be_root() { test "$(id -u)" = 0 || sudo -n true; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
    command -v apt-get && can_be_root || return 1
    as_root apt-get update -qq && as_root apt-get install -y -qq "$@"
}

missing=""
has_browser >/dev/null || missing="chromium"
has_node >/dev/null || missing="$missing nodejs npm"
test -n "$missing" || exit 0
if [ "${BROWSER:-}" = no ]; then
    echo "Without$(echo " $missing" | tr -s ' '): the tests that need them are skipped."
    exit 0
fi
echo "About to install for the whole system, for the page's tests:$(echo " $missing" | tr -s ' ')."
echo "To do without them and skip these tests: make test BROWSER=no"
if [ -t 1 ] && [ -z "${CI:-}" ]; then
    echo "(Ctrl-C within 10 seconds stops here.)"
    sleep 10
fi
# shellcheck disable=SC2086  # a list of packages
apt_install $missing >/dev/null 2>&1 && exit 0
has_browser >/dev/null || .venv/bin/playwright install chromium ||
    echo "No Chromium could be installed: the page's tests are skipped."
has_node >/dev/null ||
    echo "No Node.js could be installed: the script's tests are skipped."
