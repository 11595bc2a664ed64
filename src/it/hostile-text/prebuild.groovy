import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    def token = 'hf_nobody_may_read_this'
    hub.model('acme/names').makeGated(token).commit('first')
        .file('a\n::warning::x', '1')
        .file('b\n::error::y/##vso[task.complete]z', '2')
        .lfs('c##[error]\u009b2J\u202e\u2028\u0085', new byte[2 << 20])
    hub.model('acme/text').commit('first').file('a', '1')
    hub.model('acme/sha').commit('first').file('a', '1')
    hub.faults().on { it.path().startsWith('/api/models/acme/text') }
        .body(400, 'text/plain', ('\n::error::no user Bearer ' + token + ' ##[group]\u0085\u202e').getBytes('UTF-8'))
        .header('X-Request-Id', token)
    hub.faults().on { it.path().startsWith('/api/models/acme/sha') }
        .body(200, 'application/json', ('{"sha":"' + token + '\\n##[error]"}').getBytes('UTF-8'))

    context.isHarmless = { run ->
        assert !run.says(token)
        assert !(run.log() =~ /##(vso|teamcity)?\[/)
        assert !(run.log() =~ /(?m)^\s*::/)
        // A terminal's colours are Maven's.
        assert !(run.log().replaceAll(/\u001b\[[0-9;]*m/, '') =~ /[\p{Cc}\p{Cf}\u2028\u2029&&[^\n\r\t]]/)
    }
}
