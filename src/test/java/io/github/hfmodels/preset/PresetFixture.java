package io.github.hfmodels.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.hfmodels.model.CommitHash;
import io.github.hfmodels.model.Listing;
import io.github.hfmodels.model.RepoFile;
import io.github.hfmodels.model.RepoId;
import io.github.hfmodels.model.RepoType;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.preset.repo.Choice;
import io.github.hfmodels.preset.repo.ChosenFile;
import io.github.hfmodels.preset.repo.PresetRepository;
import io.github.hfmodels.selection.Part;
import io.github.hfmodels.selection.Preset;
import io.github.hfmodels.selection.PresetOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A repository for tests of presets, registered as an extension of the test: some files have content, others only a size, as large as
 * the test likes. Its static methods write options, and read what was chosen, as tests do.
 */
public final class PresetFixture implements PresetRepository, AfterEachCallback {

    private final RepoId id;
    private final Map<String, RepoFile> files = new LinkedHashMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();
    private final List<String> read = new ArrayList<>();
    private @Nullable Path folder;

    public PresetFixture(String id) {
        this(new RepoId(RepoType.MODEL, id));
    }

    public PresetFixture(RepoId id) {
        this.id = id;
    }

    /** Adds files without content, to which the listing gives this size. */
    public PresetFixture with(long size, String... paths) {
        for (String path : paths) {
            contents.remove(path);
            list(path, size);
        }
        return this;
    }

    /** Adds a file with this content. */
    public PresetFixture withContent(String path, byte[] content) {
        contents.put(path, content);
        list(path, content.length);
        return this;
    }

    /** Adds a file with this text. */
    public PresetFixture withText(String path, String text) {
        return withContent(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file with this JSON, written with {@code '} for {@code "}. */
    public PresetFixture withJson(String path, String json) {
        return withText(path, json.replace('\'', '"'));
    }

    /** Removes a file. */
    public PresetFixture without(String path) {
        files.remove(path);
        return this;
    }

    /** The files that were read, in this order. */
    public List<String> read() {
        return List.copyOf(read);
    }

    @Override
    public RepoId id() {
        return id;
    }

    @Override
    public Listing listing() {
        return new Listing(new CommitHash("c".repeat(40)), List.copyOf(files.values()));
    }

    @Override
    public void fetch(Collection<String> paths) {
        // All of them are here.
    }

    @Override
    public Path file(String path) throws IOException {
        read.add(path);
        byte[] content = contents.get(path);
        if (!files.containsKey(path) || content == null) {
            throw new NoSuchFileException(path);
        }
        if (folder == null) {
            folder = Files.createTempDirectory("preset");
        }
        Path file = Objects.requireNonNull(folder).resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void list(String path, long size) {
        files.put(path, new RepoFile(path, size, "b".repeat(40), null, null));
    }

    public static PresetOptions options(Preset preset) {
        return new PresetOptions(preset, null, null, null, false);
    }

    public static PresetOptions trusting(PresetOptions options) {
        return new PresetOptions(
                options.preset(), options.variant(), options.modelClass(), options.processorClass(), true);
    }

    public static PresetOptions variant(PresetOptions options, @Nullable String variant) {
        return new PresetOptions(
                options.preset(), variant, options.modelClass(), options.processorClass(), options.trustRemoteCode());
    }

    public static PresetOptions classes(
            PresetOptions options, @Nullable String modelClass, @Nullable String processorClass) {
        return new PresetOptions(
                options.preset(), options.variant(), modelClass, processorClass, options.trustRemoteCode());
    }

    /** Chooses, and checks that a lock of the choice is one that builds follow. */
    public static Choice choose(PresetOptions options, PresetRepository repository) throws IOException {
        var part = new Part.ByPreset(options);
        Choice choice = Presets.choose(part, repository);
        assertThat(paths(choice)).allMatch(path -> Presets.couldTake(part, path));
        assertThat(choice.companions()).allMatch(companion -> Presets.couldNeed(part, companion));
        return choice;
    }

    /** Of a choice that fails as the user's mistake, what the user reads: the reason and the advice. */
    public static AbstractStringAssert<?> assertThatMistake(ThrowingCallable choice) {
        UserException mistake = catchThrowableOfType(UserException.class, choice);
        assertThat(mistake).as("the choice fails as the user's mistake").isNotNull();
        assertThat(mistake.advice().detail()).as("advice").isNotEmpty();
        return assertThat(mistake.getMessage() + "; " + mistake.advice().detail());
    }

    public static List<String> paths(Choice choice) {
        return choice.files().stream().map(chosen -> chosen.file().path()).toList();
    }

    /** The rules of the chosen files, by path. */
    public static Map<String, String> rules(Choice choice) {
        return choice.files().stream()
                .collect(Collectors.toMap(chosen -> chosen.file().path(), ChosenFile::rule));
    }

    public static long bytes(Choice choice) {
        return choice.files().stream()
                .mapToLong(chosen -> chosen.file().contentSize())
                .sum();
    }

    public static long bytes(PresetRepository repository) {
        return repository.listing().files().stream()
                .mapToLong(RepoFile::contentSize)
                .sum();
    }
}
