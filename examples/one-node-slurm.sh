#!/bin/bash
# Proves sweep.sbatch on a Slurm of one node, started here on the loopback address and ended again: eight tasks, two
# of them disturbed while they run, and the merged shards compared with a single run. Needs root and Debian's packages:
#
#   apt-get install slurmctld slurmd munge
#   examples/one-node-slurm.sh [SPEC.json]
#
# Everything it writes is in a temporary folder, which it names at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
spec=$(realpath "${1:-examples/sweep.json}")
work=$(mktemp -d)
run() { echo "\$ $*"; "$@"; }
spin_ring() { node dist/cli/main.js "$@"; }

# --- a Slurm of one node ---------------------------------------------------------------------------------------
node=$(hostname -s)
cores=$(nproc)
mkdir "$work"/{state,spool,munge,shards}
dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none
chmod -R go-rwx "$work/munge"
chmod 711 "$work" "$work/munge"
cat >"$work/slurm.conf" <<END
ClusterName=loopback
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
AuthInfo=socket=$work/munge/socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
PlugStackConfig=/dev/null
ReturnToService=2
MinJobAge=3600
JobCompType=jobcomp/filetxt
JobCompLoc=$work/completed
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
NodeName=$node NodeAddr=127.0.0.1 CPUs=$cores RealMemory=2000 State=UNKNOWN
PartitionName=main Nodes=$node Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$work/slurm.conf

daemons=()
finish() { # the last one first: all of them speak through munged
  for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do
    kill "${daemons[i]}" 2>/dev/null || true
    wait "${daemons[i]}" 2>/dev/null || true
  done
}
trap finish EXIT
munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
  --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" >"$work/munge/out" 2>&1 &
daemons+=($!)
until [ -S "$work/munge/socket" ]; do sleep 0.1; done
slurmctld -D >"$work/slurmctld.out" 2>&1 &
daemons+=($!)
slurmd -D -N "$node" >"$work/slurmd.out" 2>&1 &
daemons+=($!)
until sinfo -h -o %T 2>/dev/null | grep -q idle; do sleep 0.2; done
run sinfo --version
run sinfo

# --- eight tasks, two of them disturbed ------------------------------------------------------------------------
rows() { if [ -f "$work/shards/$1.csv" ]; then wc -l <"$work/shards/$1.csv"; else echo 0; fi; }
wait_for_rows() { until [ "$(rows "$1")" -gt 3000 ]; do sleep 0.05; done; }
state() { scontrol show job "$1" | grep -E 'JobState|Restarts' | sed 's/Reason.*//; s/BatchFlag.*//; s/^ */    /'; }

echo "\$ sbatch examples/sweep.sbatch $spec $work/shards"
job=$(sbatch --parsable --output="$work/task-%a.log" examples/sweep.sbatch "$spec" "$work/shards")
wait_for_rows 1
run squeue
echo "# task 1 is killed by kill -9 with $(rows 1) lines in its file"
kill -9 "$(pgrep -f "main.js sweep $spec --shard 1/8")"
until scontrol show job "${job}_1" | grep -q JobState=FAILED; do sleep 0.2; done
state "${job}_1"
run scontrol requeue "${job}_1"
wait_for_rows 4
echo "# task 4 is requeued while it runs, with $(rows 4) lines in its file"
run scontrol requeue "${job}_4"
sleep 1
run squeue
while [ -n "$(squeue -h)" ]; do sleep 0.5; done
run cut -d " " -f 1,4,5,8,9 "$work/completed"
for task in 1 2 3 4 5 6 7 8; do echo "# task $task" && state "${job}_$task"; done
grep -h . "$work"/task-*.log || true

# --- the result ------------------------------------------------------------------------------------------------
run wc -l "$work"/shards/*.csv
run spin_ring merge "$work"/shards/*.csv --out "$work/merged.csv"
run spin_ring sweep "$spec" --out "$work/single.csv"
run sha256sum "$work/merged.csv" "$work/single.csv"
run cmp "$work/merged.csv" "$work/single.csv" && echo "identical"
echo "all of it is in $work"
