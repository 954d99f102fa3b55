#!/bin/bash
# One run shared out between the jobs of an array: every job makes its part in the same folder.
#   politburo store begin ussr-1922 SHARED --histories 512
#   sbatch array.sh
#SBATCH --job-name=politburo
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --time=00:30:00
#SBATCH --requeue
set -e
politburo store work SHARED --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
