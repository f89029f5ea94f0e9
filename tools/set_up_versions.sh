#!/bin/sh
# Make .venv-lowest or .venv-newest, beside .venv and with its Python and its uv:
#
#     sh tools/set_up_versions.sh lowest|newest
#
# Lowest: what setup.cfg asks for at its floor, the rest and the test tools as new as
# that allows. Newest: everything as new as there is.
set -eu
folder=.venv-$1
uv() { .venv/bin/uv pip "$@"; }
.venv/bin/uv venv --quiet --clear --python .venv/bin/python "$folder"
export VIRTUAL_ENV="$folder"
case $1 in
lowest)
    uv install --resolution lowest-direct -e '.[batch,notebook,raster,slides]'
    uv freeze --exclude-editable >"$folder/floors.txt"
    uv install -e '.[test]' pip -c "$folder/floors.txt"
    ;;
newest) uv install --upgrade -e '.[test]' pip ;;
esac
