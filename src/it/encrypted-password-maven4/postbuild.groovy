import io.github.hfmodels.it.ItHub

def proxy = context.remove('proxy')
proxy.close()
ItHub.end(context) { run ->
    assert run.says('1 model ready: 1 downloaded')
    assert run.requests().every { it.header('Authorization').orElse('') == 'Bearer hf_encrypted_token' }
    assert proxy.requests().size() == run.requests().size()
    assert proxy.requests().every { it.hasLogin() }
    assert !run.says('hf_encrypted_token')
    assert !run.says('password-of-the-proxy')
}
