"""A grid made by the workers of a dask cluster: here by two processes of this machine."""

from distributed import LocalCluster

import politburo

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        work = politburo.Work(cluster=cluster.scheduler_address)
        party = politburo.load("heir")
        grid = politburo.sweep(party, {"country.threat": [0.2, 0.5, 0.8]}, histories=128, work=work)
    print(grid.table(["somebody rules alone at the end"]).round(3).to_string(index=False))
