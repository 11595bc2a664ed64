import java.time.Duration

// Although it was long ago, and the branch has moved.
context.lastLookUp(Duration.ofDays(10_000))
context.hub.model('acme/tiny').commit('second').file('config.json', '{"moved": true}')
