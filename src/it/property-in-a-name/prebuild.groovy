import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    [honest: '$HOME {x} a@b.onnx', parameter: '${env.HF_TOKEN}.onnx', filtered: '@env.HF_TOKEN@.onnx'].each { id, name ->
        hub.model("acme/$id").makeGated('hf_nobody_may_read_this').commit('first').file(name, 'a graph')
    }
    // The token is in no name and no file that Maven wrote.
    context.nobodyReadIt = { run ->
        assert !run.says('hf_nobody_may_read_this')
        new File(basedir, 'target').eachFileRecurse(groovy.io.FileType.FILES) {
            assert !it.path.contains('hf_nobody_may_read_this')
            assert !it.text.contains('hf_nobody_may_read_this')
        }
    }
}
