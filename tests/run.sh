#!/usr/bin/env bash
# Everything that must hold, in one command:
#
#   tests/run.sh            all of it
#   tests/run.sh quick      without the browser and the deployment
#   tests/run.sh browser    the browser only
#   tests/run.sh deploy     the deployment only
#
# On a fresh Debian machine with Rust it installs what is missing from Debian's packages (as root or through sudo).
# The last line is `N passed, N failed`, summed over all runners; a gate such as `cargo fmt --check` counts as one.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=${1:-all}
case $mode in all | quick | browser | deploy) ;; *)
    echo "usage: tests/run.sh [quick|browser|deploy]" >&2
    exit 2
    ;;
esac

command -v cargo >/dev/null || PATH="$HOME/.cargo/bin:$PATH"
command -v cargo >/dev/null || { echo "cargo is not installed: https://rustup.rs" >&2; exit 2; }

export CARGO_TERM_COLOR=never
# The texts of property tests are the same each time: what this says of a tree does not hang on chance (docs/TESTING.md,
# "Properties").
export PROPTEST_RNG_SEED=${PROPTEST_RNG_SEED:-20260701}
target=${CARGO_TARGET_DIR:-target}
logs=$target/test-logs
mkdir -p "$logs"
passed=0 failed=0 rows=()

# --- what the machine needs -------------------------------------------------------------------------------------------

apt_updated=
install() { # PACKAGE…
    echo "== installing $*"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "missing packages: $* (run as root, or install sudo)" >&2; exit 2; }
        as_root=(sudo)
    fi
    command -v apt-get >/dev/null || { echo "missing packages: $* (no apt-get here)" >&2; exit 2; }
    if [ -z "$apt_updated" ]; then
        "${as_root[@]}" apt-get update -qq
        apt_updated=1
    fi
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$logs/apt.log" ||
        { cat "$logs/apt.log"; exit 2; }
}

needs() {
    local missing=()
    command -v cc >/dev/null || missing+=(gcc libc6-dev)
    if [ "$mode" != quick ]; then
        command -v node >/dev/null || missing+=(nodejs)
    fi
    if [ "$mode" = all ] || [ "$mode" = deploy ]; then
        # Not every user's path leads to nginx.
        command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light)
        [ -n "$(postgres_bin)" ] && command -v psql >/dev/null || missing+=(postgresql)
        command -v openssl >/dev/null || missing+=(openssl)
    fi
    if [ "$mode" = all ] || [ "$mode" = browser ]; then
        command -v "${CHROMIUM:-chromium}" >/dev/null || missing+=(chromium)
        command -v npm >/dev/null || missing+=(npm)
        # Kazakh letters for text outside our own font, such as code.
        dpkg -s fonts-noto-core >/dev/null 2>&1 || missing+=(fonts-noto-core)
    fi
    if [ ${#missing[@]} -gt 0 ]; then install "${missing[@]}"; fi
}

# A PostgreSQL of our own: a new cluster in a temporary folder, on a free port, gone at the end.
postgres_dir=
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
postgres_bin() { find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -1 | xargs -r dirname; }
start_postgres() {
    if [ -n "$postgres_dir" ]; then return; fi
    if [ -z "$(postgres_bin)" ]; then install postgresql; fi
    local bin port try
    bin=$(postgres_bin)
    postgres_dir=$(mktemp -d)
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$postgres_dir"; fi
    as_postgres "$bin/initdb" -D "$postgres_dir/data" -U otau -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$logs/postgres.log"
    for try in 1 2 3 4 5 6 7 8; do
        port=$((20000 + RANDOM % 20000))
        if as_postgres "$bin/pg_ctl" -D "$postgres_dir/data" -s -w -l "$postgres_dir/log" \
            -o "-p $port -k $postgres_dir -c listen_addresses=127.0.0.1 -c fsync=off" start; then
            export OTAU_TEST_POSTGRES="postgres://otau@127.0.0.1:$port/postgres"
            echo "== PostgreSQL at 127.0.0.1:$port"
            return
        fi
        echo "port $port did not do (try $try)"
    done
    cat "$postgres_dir/log"
    return 1
}
stop_postgres() {
    [ -n "$postgres_dir" ] || return 0
    as_postgres "$(postgres_bin)/pg_ctl" -D "$postgres_dir/data" -s -m immediate stop || true
    rm -rf "$postgres_dir"
}
trap stop_postgres EXIT

# --- running and counting ---------------------------------------------------------------------------------------------

count() { # PASSED FAILED NAME SECONDS
    passed=$((passed + $1)) failed=$((failed + $2))
    rows+=("$(printf '%6d %6d  %5ds  %s' "$1" "$2" "$4" "$3")")
}

# step KIND NAME COMMAND…; KIND: gate (one check), libtest, nextest or browser (any script of ours); each but the first
# prints its own counts.
step() {
    local kind=$1 name=$2 log status=0 good=0 bad=0 began=$SECONDS
    shift 2
    log="$logs/${name//[^a-zA-Z0-9]/-}.log"
    echo "== $name"
    "$@" 2>&1 | tee "$log" || status=$?
    case $kind in
    libtest)
        read -r good bad < <(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed;.*/\1 \2/p' "$log" |
            awk '{ p += $1; f += $2 } END { print p + 0, f + 0 }')
        ;;
    nextest)
        read -r good bad < <(sed -nE '/^ *Summary \[/p' "$log" | tail -1 | awk '{
            p = f = 0
            for (i = 2; i <= NF; i++) {
                if ($i ~ /^passed/) p += $(i - 1)
                if ($i ~ /^failed/ || $i ~ /^timed/ || $i ~ /^exec/) f += $(i - 1)
            } print p, f }')
        ;;
    browser)
        read -r good bad < <(sed -nE 's/^([0-9]+) passed, ([0-9]+) failed$/\1 \2/p' "$log" | tail -1)
        ;;
    gate) if [ "$status" -eq 0 ]; then good=1; fi ;;
    esac
    good=${good:-0} bad=${bad:-0}
    # A runner that failed without a failed test did not get as far: it did not compile, or it crashed.
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    count "$good" "$bad" "$name" $((SECONDS - began))
}

skip() { rows+=("$(printf '     -      -       -  %s' "$1 (skipped: $2)")"); }

gates() {
    step gate "cargo fmt" cargo fmt --check
    step gate "cargo clippy" cargo clippy --all-targets -- -D warnings
    step gate "cargo doc" env RUSTDOCFLAGS=-Dwarnings cargo doc --no-deps
    if ! cargo deny --version >/dev/null 2>&1; then
        step gate "cargo install cargo-deny" cargo install --quiet --locked cargo-deny
    fi
    if ! cargo deny --version >/dev/null 2>&1; then
        skip "cargo deny" "it cannot be installed here"
    elif [ ! -f deny.toml ] && [ ! -f .deny.toml ] && [ ! -f .cargo/deny.toml ]; then
        skip "cargo deny" "no deny.toml"
    else
        step gate "cargo deny" cargo deny check bans licenses sources
        if [ -d "${CARGO_HOME:-$HOME/.cargo}/advisory-dbs" ]; then
            step gate "cargo deny advisories" cargo deny check --disable-fetch advisories
        else
            skip "cargo deny advisories" "no advisory database here"
        fi
    fi
}

suite() {
    if grep -rqs OTAU_TEST_POSTGRES src tests --include='*.rs'; then start_postgres; fi
    if cargo nextest --version >/dev/null 2>&1; then
        step nextest "tests" cargo nextest run --no-fail-fast --no-tests=pass
    else
        step libtest "tests" cargo test --no-fail-fast --bins --lib --tests
    fi
    step libtest "doc tests" cargo test --doc
    if [ -d benches ]; then step gate "benches compile" cargo check --benches; fi
}

browser() {
    # npm leaves node_modules/.package-lock.json: newer than ours means installed.
    if [ ! tests/browser/node_modules/.package-lock.json -nt tests/browser/package-lock.json ]; then
        step gate "npm ci" npm ci --prefix tests/browser --no-audit --no-fund
    fi
    step browser "browser" env OTAU="${OTAU:-$target/debug/otau}" node tests/browser/run.mjs
}

deployment() {
    start_postgres
    step browser "deployment" env OTAU="${OTAU:-$target/debug/otau}" node tests/deploy/run.mjs
}

needs
if [ "$mode" = all ] || [ "$mode" = quick ]; then
    gates
    suite
fi
if [ "$mode" != quick ]; then step gate "cargo build" cargo build; fi
if [ "$mode" = all ] || [ "$mode" = browser ]; then browser; fi
if [ "$mode" = all ] || [ "$mode" = deploy ]; then deployment; fi

echo
echo "passed failed    time"
printf '%s\n' "${rows[@]}"
echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
