package io.github.hfmodels.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.testhub.Personality;
import io.github.hfmodels.testhub.TestHub;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * End to end: builds at servers that speak the Hub's protocol more poorly. A cell is what becomes of a build; of a warm one, how many
 * requests it makes: a list that has names alone is not stored, so every build asks for it.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ServersTest {

    private static final String EXPECTED = """
            | server                | cold          | warm          | moved         | one file      | lock          | locked    | private       | stranger      | gated         | admitted      | resumed       | broken off    | two at once   | data set      | empty         | absent        |
            | hub                   | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | hf mirror             | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | olah                  | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | olah offline          | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | starts over   | ok            | ok            | ok            | unavailable   | no repository |
            | artifactory           | ok            | 4             | ok            | ok            | user error    | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | malformed     | no repository |
            | nexus                 | ok            | 3             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | no repository | malformed     | no repository |
            | kkrepo                | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | kohaku hub            | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | csg hub               | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | matrix hub            | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | dingo speed           | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | dragonfly             | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | blobs refused 404     | ok            | 2             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | blobs refused 400     | ok            | 2             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | blobs without sizes   | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | no revision route     | ok            | 3             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | no revision route 400 | ok            | 3             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | tree refused 400      | ok            | 3             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | malformed     | no repository |
            | tree refused 404      | ok            | 3             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | malformed     | no repository |
            | tree refused 405      | ok            | 3             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | malformed     | no repository |
            | tree refused 500      | ok            | 9             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | unavailable   | no repository |
            | tree refused 501      | ok            | 3             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | unavailable   | no repository |
            | names without hashes  | unverified    | 3             | unverified    | unverified    | user error    | ok        | unverified    | no repository | gated         | unverified    | unverified    | unverified    | unverified    | unverified    | malformed     | no repository |
            | names without tags    | malformed     | malformed     | malformed     | malformed     | malformed     | ok        | malformed     | no repository | gated         | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | no repository |
            | paths info only       | malformed     | malformed     | malformed     | ok            | malformed     | ok        | malformed     | no repository | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | no repository |
            | no list               | malformed     | malformed     | malformed     | ok            | malformed     | ok        | malformed     | no repository | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | no repository |
            | no api                | no repository | no repository | no repository | no repository | no repository | ok        | no repository | no repository | no repository | no repository | no repository | no repository | no repository | no repository | no repository | no repository |
            | list empty            | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | list cut at 100       | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | list cut at 1000      | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | pages for ever        | malformed     | malformed     | malformed     | malformed     | malformed     | ok        | malformed     | no repository | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | no repository |
            | page one again        | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | link elsewhere        | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | no repo commit        | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | other repo commit     | corrupt       | corrupt       | corrupt       | corrupt       | corrupt       | corrupt   | corrupt       | no repository | gated         | corrupt       | corrupt       | corrupt       | corrupt       | corrupt       | ok            | no repository |
            | no linked headers     | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | linked size 0         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | no length             | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | no etag               | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | etag weak             | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | etag unquoted         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | head refused 405      | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | head refused 500      | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | range refused 403     | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | starts over   | ok            | ok            | ok            | ok            | no repository |
            | range refused 416     | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | starts over   | ok            | ok            | ok            | ok            | no repository |
            | range refused 501     | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | starts over   | ok            | ok            | ok            | ok            | no repository |
            | range ignored         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | starts over   | ok            | ok            | ok            | ok            | no repository |
            | range wrong           | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | starts over   | ok            | ok            | ok            | ok            | no repository |
            | redirects 301         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | redirects 303         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | redirects 308         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | long commits          | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | json as html          | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | login page            | malformed     | malformed     | malformed     | malformed     | malformed     | corrupt   | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     | malformed     |
            | login wanted          | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden | ok            | forbidden     | forbidden     | ok            | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     | forbidden     |
            | absent is 401         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | serves contents       | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | slow first byte       | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | limited               | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | busy                  | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | ok            | ok            | ok            | ok            | ok            | no repository |
            | corrupt cache         | ok            | 1             | ok            | ok            | ok            | ok        | ok            | no repository | gated         | ok            | starts over   | ok            | ok            | ok            | ok            | no repository |
            """;

    private static final ServerMatrix MATRIX = new ServerMatrix();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void everyBuildEndsAsItShould(Personality server) throws IOException {
        var cells = new LinkedHashMap<String, String>();
        try (var builds = new ServerBuilds(TestHub.builder().personality(server).start(), server.cut(), folder)) {
            for (Situation situation : Situation.values()) {
                cells.put(situation.toString(), builds.outcome(situation));
            }
        }
        MATRIX.add(server.toString(), cells);

        assertThat(ServerMatrix.differences(EXPECTED, server.toString(), cells)).isEmpty();
    }

    @AfterAll
    static void writeMatrix() throws IOException {
        MATRIX.write(Path.of("target", "server-matrix.md"));
    }
}
