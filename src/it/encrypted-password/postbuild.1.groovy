import io.github.hfmodels.it.ItHub

ItHub.afterRun(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.requests().every { it.header('Authorization').orElse('') == 'Bearer hf_encrypted_token' }
    assert context.proxy.requests().size() == run.requests().size()
    assert context.proxy.requests().every { it.hasLogin() }
    assert !run.says('hf_encrypted_token')
    assert !run.says('password-of-the-proxy')
    assert !run.says('{BpnZed49')
    assert !run.says('{6x6kf2Lw')
}
