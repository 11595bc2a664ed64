package io.github.hfmodels.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.hfmodels.python.Python;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoIdTest {

    private static final String MAX_PART =
            "a234567890b234567890c234567890d234567890e234567890f234567890g234567890h234567890i2345678901234ab";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/clip-vit-base-patch32",
                "gpt2",
                "a/b",
                "_/_",
                "0/1",
                "Owner_1/Name.v2-3_x",
                "o-w/n.m",
                MAX_PART,
                MAX_PART + "/" + MAX_PART,
                "owner/git",
                "owner/x.gitx"
            })
    void legalId_isKept(String id) {
        assertThat(new RepoId(RepoType.MODEL, id).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''             | a part of it is empty",
                "/              | a part of it is empty",
                "/name          | a part of it is empty",
                "owner/         | a part of it is empty",
                "a/b/c          | more than one '/'",
                "a//b           | more than one '/'",
                "owner/-name    | not at either end",
                "owner/name-    | not at either end",
                "owner/.name    | not at either end",
                "owner/name.    | not at either end",
                "./name         | not at either end",
                "owner/..       | not at either end",
                "-owner/name    | not at either end",
                "owner/na me    | only letters",
                "owner/näme     | only letters",
                "owner/name@1   | only letters",
                "owner/name%2F  | only letters",
                "owner\\name    | only letters",
                "owner/na--me   | '--'",
                "ow--ner/name   | '--'",
                "owner/na..me   | '..'",
                "owner/name.git | '.git'",
                MAX_PART + "x | longer than 96",
                "owner/" + MAX_PART + "x | longer than 96",
            })
    void malformedId_isRefusedWithTheReason(String id, String reason) {
        assertThatThrownBy(() -> new RepoId(RepoType.MODEL, id))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("expected owner/name");
    }

    @Test
    void malformedId_withControlCharacters_isMadePrintable() {
        assertThatThrownBy(() -> new RepoId(RepoType.MODEL, "owner/na\nme\u001b[31m"))
                .hasMessageContaining("'owner/na\\nme\\u001b[31m'")
                .hasMessageNotContainingAny("\n", "\u001b");
    }

    @ParameterizedTest
    @CsvSource({
        "MODEL, owner/name, name, owner/name",
        "DATASET, owner/name, name, datasets/owner/name",
        "SPACE, owner/name, name, spaces/owner/name",
        "DATASET, squad, squad, datasets/squad",
    })
    void nameAndAddress_followTypeAndId(RepoType type, String id, String name, String address) {
        var repo = new RepoId(type, id);

        assertThat(repo.name()).isEqualTo(name);
        assertThat(repo).hasToString(address);
    }

    @Test
    void source_isTheHubUnlessToldOtherwise() {
        var repo = new RepoId(RepoType.DATASET, "owner/name");

        assertThat(repo.source()).isEqualTo(SourceId.HUGGING_FACE);
        assertThat(repo.inSameSource(RepoType.MODEL, "base/model"))
                .isEqualTo(new RepoId(SourceId.HUGGING_FACE, RepoType.MODEL, "base/model"));
        assertThat(SourceId.ofWord("huggingface")).contains(SourceId.HUGGING_FACE);
        assertThat(SourceId.ofWord("HUGGINGFACE")).isEmpty();
    }

    @Test
    void ids_areJudgedAsByHuggingfaceHub(@TempDir Path folder) throws Exception {
        Python python = Python.requireHuggingfaceHub();
        List<String> ids = randomIds();
        Path file = folder.resolve("ids.json");
        new ObjectMapper().writeValue(file.toFile(), ids);

        String verdicts = python.run("""
                import json, sys
                from huggingface_hub.utils import HFValidationError, validate_repo_id
                def verdict(id):
                    try:
                        validate_repo_id(id)
                        return "1"
                    except HFValidationError:
                        return "0"
                print("".join(map(verdict, json.load(open(sys.argv[1])))))
                """, file.toString());

        assertThat(Files.size(file)).isPositive();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(isLegal(ids.get(i))).as("'%s'", ids.get(i)).isEqualTo(verdicts.charAt(i) == '1');
        }
    }

    private static List<String> randomIds() {
        var random = new Random(20261122);
        String[] pieces = {"a", "Z", "9", "_", ".", "-", "/", ".git", "name", "é", " ", "@", "٣", "\n"};
        var ids = new ArrayList<String>();
        for (int i = 0; i < 5_000; i++) {
            var id = new StringBuilder();
            for (int length = 1 + random.nextInt(8); length > 0; length--) {
                // Mostly harmless pieces, so that a fair share of the ids is legal.
                id.append(pieces[random.nextInt(random.nextInt(4) == 0 ? pieces.length : 9)]);
            }
            ids.add(id.toString());
        }
        return ids;
    }

    private static boolean isLegal(String id) {
        try {
            new RepoId(RepoType.MODEL, id);
            return true;
        } catch (InvalidValueException e) {
            return false;
        }
    }
}
