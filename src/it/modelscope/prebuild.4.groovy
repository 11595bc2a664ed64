def emptyCaches = context.emptyCaches

// The branch that a model of the lock is not at any more is a fault of its own; a README is none of its files.
emptyCaches()
return true
