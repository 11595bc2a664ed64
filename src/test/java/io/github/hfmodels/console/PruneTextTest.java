package io.github.hfmodels.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hfmodels.prune.PruneResult;
import io.github.hfmodels.prune.PruneResult.Failure;
import io.github.hfmodels.prune.PruneResult.Kind;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PruneTextTest {

    @Test
    void aSummaryOfEverything_fitsTheTerminal() {
        Map<Kind, Integer> counts =
                Arrays.stream(Kind.values()).collect(Collectors.toMap(kind -> kind, kind -> 12_345));

        List<String> lines = PruneText.summary(new PruneResult(counts, 123_456_000_000L, List.of(), List.of()));

        assertThat(lines).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 90);
        assertThat(lines.get(0)).startsWith("Freed 123.5 GB: 12345 revisions, 12345 refs, ");
        assertThat(String.join(" ", lines)).endsWith("12345 repository folders");
    }

    @Test
    void whereNothingWasDeleted_theSummarySaysSo() {
        assertThat(PruneText.summary(new PruneResult(Map.of(), 0, List.of(), List.of())))
                .containsExactly("Freed 0 B: nothing was deleted");
    }

    @Test
    void manyFailures_areCutShort() {
        List<Failure> failures = IntStream.range(0, 1_000)
                .mapToObj(i -> new Failure(Path.of("x" + i), new AccessDeniedException("x" + i)))
                .toList();

        List<String> lines = PruneText.failures(new PruneResult(Map.of(), 0, List.of(), failures));

        assertThat(lines).hasSize(21).endsWith("... and 980 more cannot be deleted");
        assertThat(lines.get(0)).startsWith("x0 cannot be deleted: no permission; check ");
    }
}
