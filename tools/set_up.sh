#!/bin/sh
# Make the environment that the Makefile's targets run in, or mend it:
#
#     sh tools/set_up.sh PYTHON FOLDER [EXTRA]
#
# Nothing is done where all is well. An environment that was left half-made, has an
# old Python or was moved is made anew.
set -eu
python=$1 folder=$2 extra=${3:-}
ready=$folder/.ready
unfinished=$folder/.unfinished

fail() {
    echo "$1" >&2
    exit 1
}

is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; }

has_pip() { "$folder/bin/python" -m pip --version || "$folder/bin/python" -m ensurepip; }

works() { test ! -e "$ready" || "$folder/bin/rangeviz" --version; }

is_whole() {
    test ! -e "$unfinished" && is_recent "$folder/bin/python" && has_pip && works
}

is_current() {
    test -e "$ready$extra" &&
        test -z "$(find setup.cfg pyproject.toml -newer "$ready$extra")"
}

another="name another one: make demo PYTHON=python3.13"
if ! is_whole >/dev/null 2>&1; then
    "$python" -c "" 2>/dev/null ||
        fail "There is no $python here: install Python 3.11 or newer, or $another"
    is_recent "$python" ||
        fail "$("$python" --version) is too old, rangeviz needs 3.11 or newer: $another"
    "$python" -c "import ensurepip, venv" 2>/dev/null ||
        fail "$python has no venv: apt-get install python3-venv (Debian), or $another"
    test ! -e "$folder" || echo "$folder is not whole: it is made anew."
    rm -rf "$folder"
    mkdir "$folder"
    touch "$unfinished"
    "$python" -m venv "$folder"
    rm "$unfinished"
fi
if ! is_current; then
    touch "$unfinished"
    echo "Installing rangeviz into $folder (a minute or two the first time)..."
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check \
        -e ".${extra:+[$extra]}" ||
        fail "pip could not install what rangeviz needs: see above, then try again"
    rm "$unfinished"
    touch "$ready" "$ready$extra"
fi
