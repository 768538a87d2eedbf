#!/bin/sh
# Every test, on SQLite and on PostgreSQL, with a real browser and a real Redis.
set -eu

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

wanted=""
command -v chromium >/dev/null 2>&1 || wanted="$wanted chromium fonts-noto-core"
command -v redis-server >/dev/null 2>&1 || command -v valkey-server >/dev/null 2>&1 || wanted="$wanted redis-server"
if [ -n "$wanted" ] && can_install; then
    echo "Installing:$wanted"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # Debian starts a service after installing it; the tests start their own instead.
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d.tracuu && chmod +x /usr/sbin/policy-rc.d.tracuu
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        mv /usr/sbin/policy-rc.d.tracuu /usr/sbin/policy-rc.d
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    else
        rm -f /usr/sbin/policy-rc.d.tracuu
    fi
    # shellcheck disable=SC2086 (a list of words)
    apt-get install -y -qq --no-install-recommends $wanted >/dev/null
fi
if ! command -v chromium >/dev/null 2>&1; then
    python -m playwright install chromium
fi

# Everything twice: on the embedded default, then on a real PostgreSQL server. Each of the workers has
# a state, a database and a server of its own; a file's tests stay together.
workers="${TEST_WORKERS:-2}"
echo "== SQLite"
python -m pytest -n "$workers" --dist loadfile "$@"
echo "== PostgreSQL"
TEST_DATABASE=postgresql python -m pytest -n "$workers" --dist loadfile "$@"
