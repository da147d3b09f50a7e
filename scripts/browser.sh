#!/bin/sh
# See that the browser tests have their browser: Debian's Chromium, and pdftotext to read certificates back.
set -eu
missing=""
[ -x /usr/bin/chromium ] || missing="$missing chromium"
[ -x /usr/bin/pdftotext ] || missing="$missing poppler-utils"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq $missing >/dev/null
else
    echo "The browser tests need Debian's packages:$missing. Run: sudo apt-get install$missing" >&2
    exit 1
fi
