#!/usr/bin/env bash
# The door to the repository: installs what is missing, then runs a target of build.cake. See usage below.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
usage: ./build.sh TARGET [arguments]

  run [options]      build the server and serve on 127.0.0.1:9221 with data in ./data; options as for pika itself
  test [filter]      formatter check, build, all tests (or those that the filter of dotnet test selects)
  build              publish the server to artifacts/pika; the executable is artifacts/pika/pika
  bench [options]    redis-benchmark against this server and redis-server in turn; --quick for a short one
  crash [rounds]     the crash test in its long form (20 rounds)
  differential [N]   N random commands (5 million) compared with redis-server over the wire, with kills in between; then each group on its own
  replication        the tests of replication between servers in their long form
  fuzz [--minutes M] all parsers of bytes from outside or from a disk against broken input, for 20 minutes
  simulate [--seeds N] [--from S] [--minutes M]
                     clusters on virtual time under faults: N seeds (10,000), or as many as M minutes are enough for
  chaos [--minutes M] servers under kill -9, bad networks, full disks and failovers, for 30 minutes
  planted            plant bugs into the product, one by one: the simulator has to find each; writes docs/simulation.md
  check              only the formatter check
  format             format all files
  clean              delete everything that a build makes
TEXT
}

say() { printf '%s\n' "$*" >&2; }
die() { say "build.sh: $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

needs_dotnet() {
    if ! have dotnet && [ -x "$HOME/.dotnet/dotnet" ]; then export PATH="$HOME/.dotnet:$PATH"; fi
    # grep reads to the end (no -q), lest the writer die of a closed pipe and pipefail turn a hit into a miss.
    have dotnet && dotnet --list-sdks 2>/dev/null | grep '^10\.' >/dev/null && return
    die "the .NET SDK 10.0 is missing. Install it (https://dot.net/download, or your system's package dotnet-sdk-10.0) and run again."
}

# Packages are installed without starting any service that they bring.
apt_install() {
    local as_root=() policy=/usr/sbin/policy-rc.d made_policy=no status=0
    if [ "$(id -u)" -ne 0 ]; then
        have sudo || die "please install these packages, or give me sudo: $*"
        as_root=(sudo)
    fi
    say "installing: $*"
    "${as_root[@]}" apt-get update -qq || die "apt-get update failed; it is needed to install: $*"
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
        "${as_root[@]}" chmod 755 "$policy"
        made_policy=yes
    fi
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || status=$?
    if [ "$made_policy" = yes ]; then "${as_root[@]}" rm -f "$policy"; fi
    [ "$status" -eq 0 ] || die "apt-get could not install: $*"
}

has_rocksdb() {
    local folder
    if PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep 'librocksdb\.so' >/dev/null; then return; fi
    for folder in /usr/lib /usr/lib64 /usr/local/lib /opt/homebrew/lib; do
        compgen -G "$folder/librocksdb.*" >/dev/null && return
    done
    return 1
}

needs_rocksdb() {
    has_rocksdb && return
    have apt-get || die "librocksdb (7 to 10) is missing. Install it: 'brew install rocksdb', 'dnf install rocksdb' or your system's package."
    # The package's name carries its version: librocksdb7.8 on Debian 12, librocksdb9.10 on Debian 13.
    local name
    name=$(apt-cache search --names-only '^librocksdb[0-9.]+(t64)?$' | cut -d' ' -f1 | sort -V | tail -n1)
    apt_install "${name:-librocksdb-dev}"
    has_rocksdb || die "librocksdb was installed but cannot be found"
}

# A python that has the redis package; the distribution's own first, since that is where apt puts it.
python_with_redis() {
    local python
    for python in /usr/bin/python3 python3; do
        if have "$python" && "$python" -c 'import redis' 2>/dev/null; then return; fi
    done
    return 1
}

needs_test_tools() {
    local missing=()
    have redis-server || missing+=(redis-server)
    have redis-cli && have redis-benchmark || missing+=(redis-tools)
    python_with_redis || missing+=(python3-redis)
    have node || missing+=(nodejs)
    have npm || missing+=(npm)
    [ ${#missing[@]} -eq 0 ] && return
    have apt-get || die "the tests need redis-server, redis-cli, redis-benchmark, python3 with its redis package, node and npm; missing here: ${missing[*]}
    ('brew install redis node && pip3 install redis', 'dnf install redis python3-redis nodejs npm')"
    apt_install "${missing[@]}"
}

needs_bench_tools() {
    have redis-server && have redis-benchmark && return
    have apt-get || die "the benchmark needs redis-server and redis-benchmark ('brew install redis', 'dnf install redis')"
    apt_install redis-server redis-tools
}

# What --minutes says, or a default.
minutes() {
    minutes=$1
    if [ "${2:-}" = --minutes ] && [ -n "${3:-}" ]; then minutes=$3; elif [ -n "${2:-}" ]; then die "not understood: $2"; fi
}

cake() {
    dotnet tool restore >/dev/null || die "dotnet tool restore failed"
    dotnet cake build.cake --verbosity=minimal "$@"
}

target=${1:-help}
[ $# -gt 0 ] && shift

case "$target" in
    run)
        needs_dotnet; needs_rocksdb
        cake --target=build >&2
        exec artifacts/pika/pika "$@"
        ;;
    test)
        needs_dotnet; needs_rocksdb; needs_test_tools
        summary=artifacts/test-results/summary.txt
        rm -f "$summary"
        status=0
        cake --target=test ${1:+--filter="$1"} || status=$?
        if [ -f "$summary" ]; then cat "$summary"; else echo "0 passed, 0 failed, 0 skipped"; fi
        exit "$status"
        ;;
    crash)
        needs_dotnet; needs_rocksdb; needs_test_tools
        cake --target=crash --rounds="${1:-20}"
        ;;
    differential)
        needs_dotnet; needs_rocksdb; needs_test_tools
        cake --target=differential --commands="${1:-5000000}"
        ;;
    replication)
        needs_dotnet; needs_rocksdb; needs_test_tools
        cake --target=replication
        ;;
    fuzz)
        needs_dotnet; needs_rocksdb
        minutes 20 "$@"
        cake --target=fuzz --minutes="$minutes"
        ;;
    simulate)
        needs_dotnet; needs_rocksdb
        arguments=()
        while [ $# -gt 0 ]; do
            case "$1 ${2:-}" in
                --seeds\ [0-9]* | --from\ [0-9]* | --minutes\ [0-9]*) arguments+=("$1=$2"); shift 2 ;;
                *) usage >&2; die "simulate does not know: $*" ;;
            esac
        done
        case " ${arguments[*]-}" in *--seeds* | *--minutes*) ;; *) arguments+=(--seeds=10000) ;; esac
        cake --target=simulate "${arguments[@]}"
        ;;
    chaos)
        needs_dotnet; needs_rocksdb
        minutes 30 "$@"
        cake --target=chaos --minutes="$minutes"
        ;;
    planted)
        needs_dotnet; needs_rocksdb
        cake --target=planted
        ;;
    bench)
        needs_dotnet; needs_rocksdb; needs_bench_tools
        cake --target=build >&2
        exec dotnet run -c Release --project Pika.Benchmarks -- bench "$@"
        ;;
    build)
        needs_dotnet; needs_rocksdb
        cake --target=build
        ;;
    check | format | clean)
        needs_dotnet
        cake --target="$target"
        ;;
    help | -h | --help)
        usage
        ;;
    *)
        usage >&2
        die "no such target: $target"
        ;;
esac
