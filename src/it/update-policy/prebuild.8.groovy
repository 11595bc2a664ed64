import java.time.Duration

// Long ago, and the branch has moved.
context.hub.model('acme/tiny').commit('second').file('config.json', '{"moved": true}')
context.lastLookUp(Duration.ofDays(10_000))
