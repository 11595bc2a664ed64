import io.github.hfmodels.it.ItHub

ItHub.start(basedir, context) { hub ->
    hub.model('acme/llama').license('llama3').commit('first').file('config.json', '{}')
}
// In a repository of the company, which Maven has not asked yet.
def path = 'org/example/it/models-policy/1.0'
new File(localRepositoryPath, path).deleteDir()
def artifact = new File(basedir, 'repository/' + path)
artifact.mkdirs()
def policy = new File(basedir, 'company/policy.xml').text
new File(artifact, 'models-policy-1.0.xml').text = policy
new File(artifact, 'models-policy-1.0-strict.xml').text = policy.replace('<policy>', '<policy><pinned>true</pinned>')
new File(basedir, 'settings.xml').text = """<settings>
  <profiles>
    <profile>
      <id>company</id>
      <activation>
        <activeByDefault>true</activeByDefault>
      </activation>
      <repositories>
        <repository>
          <id>company</id>
          <url>${new File(basedir, 'repository').toURI()}</url>
          <releases>
            <checksumPolicy>ignore</checksumPolicy>
          </releases>
        </repository>
      </repositories>
    </profile>
  </profiles>
</settings>
"""
return true
