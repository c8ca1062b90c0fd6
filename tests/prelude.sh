# Read by shell tests with `. "$2/tests/prelude.sh"`: a folder of the test's own that goes away with it, and a count of
# failures. End the test with `[ "$failures" -eq 0 ]`.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
failures=0

# fail WORDS: says what is wrong and goes on
fail() {
    echo "$1"
    failures=$((failures + 1))
}
