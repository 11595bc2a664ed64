context.hub.model('acme/encoder').commit('second').file('config.json', '{"second": true}')
return true
