import io.github.hfmodels.it.ItHub
import java.time.Duration
import java.time.Instant

context.lastLookUp = { Duration ago ->
    def ref = new File(basedir, 'hf-home/hub/models--acme--tiny/refs/main')
    assert ref.setLastModified(Instant.now().minus(ago).toEpochMilli())
}

ItHub.start(basedir, context) { hub ->
    hub.model('acme/tiny').commit('first').file('config.json', '{}')
}
