import io.github.hfmodels.cache.CacheShape
import java.nio.file.Files
import java.security.MessageDigest

def caches = new File(basedir, 'caches')
caches.deleteDir()
context.detached = { String cache ->
    new File(caches, "$cache/models--org--tiny/snapshots/${CacheShape.Names.THIRD}").exists()
}
['no', 'enter', 'end', 'yes'].each { CacheShape.DETACHED_REVISIONS.write(new File(caches, it).toPath()) }

// Nothing but zeros, which need no space on the disk.
def model = new File(caches, 'large/models--acme--large')
def snapshot = new File(model, 'snapshots/' + 'a' * 40)
def blobs = new File(model, 'blobs')
[blobs, snapshot, new File(model, 'refs')]*.mkdirs()
new File(model, 'refs/main').text = 'a' * 40
['a.gguf': 64, 'b.gguf': 32].each { name, mebibytes ->
    def sha256 = MessageDigest.getInstance('SHA-256')
    mebibytes.times { sha256.update(new byte[1 << 20]) }
    def hash = sha256.digest().encodeHex().toString()
    new RandomAccessFile(new File(blobs, hash), 'rw').withCloseable { it.setLength(((long) mebibytes) << 20) }
    Files.createSymbolicLink(new File(snapshot, name).toPath(), new File("../../blobs/$hash").toPath())
}
return true
