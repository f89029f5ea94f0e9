#!/bin/sh
# Install the peers beside this file, from Debian, PyPI and npm. Needs root for apt.
set -eu
here=$(dirname "$(readlink -f "$0")")
apt-get update -qq
apt-get install -y -qq postgresql-15-postgis-3 r-cran-terra libboost-dev g++
command -v npm >/dev/null || apt-get install -y -qq nodejs npm
python3 -m venv "$here/installed/sedona"
"$here/installed/sedona/bin/pip" install --quiet sedonadb==0.5.0 geoarrow-pyarrow pandas
python3 -m venv "$here/installed/pyguymer3"
"$here/installed/pyguymer3/bin/pip" install --quiet PyGuymer3==0.0.12
g++ -O2 -o "$here/installed/boost" "$here/boost.cpp"
npm install --silent --prefix "$here/installed/turf" @turf/turf@7.4.0
