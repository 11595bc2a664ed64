context.blob().bytes = 'the weights'.bytes
return true
