"""Numbers for Prometheus: what the server did, what waits, what there is. Without METRICS_TOKEN nothing is counted."""
