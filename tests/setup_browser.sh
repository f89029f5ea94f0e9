#!/bin/sh
# The page is tested in a real Chromium, printed by a real Firefox too, its script
# tested in Node.js, and pictures drawn by rsvg too. Install what is missing where that can be done unattended; tests that lack them are skipped,
# and fail where CI is set. BROWSER=no installs nothing.
set -u

has_browser() {
    command -v chromium || command -v chromium-browser ||
        command -v google-chrome || command -v google-chrome-stable
}

has_firefox() { command -v firefox-esr || command -v firefox; }

has_node() { command -v node && command -v npm; }

has_rsvg() { command -v rsvg-convert; }

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
has_firefox >/dev/null || missing="$missing firefox-esr"
has_node >/dev/null || missing="$missing nodejs npm"
has_rsvg >/dev/null || missing="$missing librsvg2-bin"
test -n "$missing" || exit 0
if [ "${BROWSER:-}" = no ]; then
    echo "Without$(echo " $missing" | tr -s ' '): the tests that need them are skipped."
    exit 0
fi
echo "About to install for the whole system, for the tests:$(echo " $missing" | tr -s ' ')."
echo "To do without them and skip these tests: make test BROWSER=no"
if [ -t 1 ] && [ -z "${CI:-}" ]; then
    echo "(Ctrl-C within 10 seconds stops here.)"
    sleep 10
fi
# One by one: what one system's apt lacks must not keep the others out.
for package in $missing; do
    apt_install "$package" >/dev/null 2>&1
done
has_browser >/dev/null || .venv/bin/playwright install chromium ||
    echo "No Chromium could be installed: the page's tests are skipped."
has_firefox >/dev/null ||
    echo "No Firefox could be installed: printing by it is skipped."
has_node >/dev/null ||
    echo "No Node.js could be installed: the script's tests are skipped."
has_rsvg >/dev/null ||
    echo "No rsvg-convert could be installed: drawing by it is skipped."
