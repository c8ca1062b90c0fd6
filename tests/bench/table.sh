# Pieces of run.sh and growth.sh.

# Files NAME of lines "what<tab>figure" in a folder become one table, a column each; rows as they come in the first.
table() { # FOLDER NAME…
    folder=$1
    shift
    (cd "$folder" && awk -F '\t' -v names="$*" '
        FNR == 1 { column++ }
        {
            what = $1
            while ((column, what) in figure) what = what " "
            figure[column, what] = $2
            if (!(what in known)) { known[what] = 1; order[++n] = what }
        }
        END {
            columns = split(names, name, " ")
            head = "| what |"; line = "| --- |"
            for (c = 1; c <= columns; c++) { head = head " " name[c] " |"; line = line " --- |" }
            print head; print line
            for (i = 1; i <= n; i++) {
                row = "| " order[i] " |"
                for (c = 1; c <= columns; c++) row = row " " figure[c, order[i]] " |"
                print row
            }
        }' "$@")
}

machine() {
    cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
    echo "$(nproc) cores of $cpu, load $(cut -d ' ' -f 1 /proc/loadavg), kernel $(uname -r)"
}

missing() { # WHAT PACKAGE…
    what=$1
    shift
    echo "skipped: $what; for them: apt-get install --no-install-recommends $*, then configure again"
}

journal_rows() { # BUILD FOLDER: a real disk says more than a memory file system
    "$1/tests/journal_bench" "$2" | sed -n \
        -e 's/^append: worst \([0-9]*\) us; append to on disk: median \([0-9]*\) us, p95 \([0-9]*\) us, worst \([0-9]*\) us/journal: handed over, worst, µs\t\1\njournal: handed over to acknowledged, µs\t\2 \/ \3 \/ \4/p' \
        -e 's/^in groups of 1000: \([0-9]*\) records a second/journal: records a second in groups of 1,000\t\1/p'
}
