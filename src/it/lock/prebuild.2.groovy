def emptyCache = context.emptyCache

emptyCache()
return true
