"""Jobs through their life: begun at once or by the worker, begun again when a worker died, cleaned up after a while."""
