package io.github.hfmodels.mojo;

import io.github.hfmodels.model.SourceEndpoints;
import io.github.hfmodels.model.UserException;
import io.github.hfmodels.model.UserPaths;
import io.github.hfmodels.policy.Exemption;
import io.github.hfmodels.policy.Policy;
import io.github.hfmodels.pom.DeclaredExecution;
import io.github.hfmodels.pom.Module;
import io.github.hfmodels.pom.PolicyFile;
import io.github.hfmodels.pom.PolicyReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the policies of executions.
 *
 * @param resolver gets files that are artifacts, as Maven gets dependencies
 */
record Policies(
        RepositorySystem resolver, RepositorySystemSession session, UserPaths paths, SourceEndpoints endpoints) {

    /** Maven's own notation: groupId:artifactId[:extension[:classifier]]:version. No path of Windows, whose drives have a \ or / after the colon. */
    private static final Pattern COORDINATES = Pattern.compile("[\\w.-]+(:[\\w.-]+){2,4}");

    /** The policies of an execution. */
    List<Policy> of(DeclaredExecution declared) {
        String file = declared.text("policyFile");
        return declared.located(() -> read(declared.module(), declared.element("policy"), file));
    }

    /**
     * The policies of the execution that runs.
     *
     * @param element the parameter {@code policy}; null for none
     * @param file the parameter {@code policyFile}, for which Maven gives null also where it is blank
     */
    List<Policy> of(Module module, @Nullable PlexusConfiguration element, @Nullable String file) {
        String text = module.text("policyFile", file);
        return read(module, element, text == null ? module.ofCommandLine().text("policyFile") : text);
    }

    /** Each allows what an exemption of any of them allows. */
    private List<Policy> read(Module module, @Nullable PlexusConfiguration element, @Nullable String file) {
        var policies = new ArrayList<Policy>();
        if (element != null) {
            policies.add(PolicyReader.ofPom(module::evaluate, endpoints).read(element, "<policy>"));
        }
        if (file != null) {
            policies.add(new PolicyFile(locate(module, file), file).read(endpoints));
        }
        // Most builds have none, and load no class of a policy.
        return policies.isEmpty() ? List.of() : withExemptions(policies);
    }

    private static List<Policy> withExemptions(List<Policy> policies) {
        List<Exemption> exemptions = policies.stream()
                .flatMap(policy -> policy.exemptions().stream())
                .distinct()
                .toList();
        return policies.stream()
                .map(policy -> policy.withExemptions(exemptions))
                .toList();
    }

    private Path locate(Module module, String text) {
        boolean isArtifact = COORDINATES.matcher(text).matches();
        Path path;
        try {
            path = module.folder().resolve(paths.of(module.nameOf("policyFile"), text));
        } catch (UserException e) {
            // Windows has no paths with colons.
            if (isArtifact) {
                return resolve(module, text, "");
            }
            throw e;
        }
        return !isArtifact || Files.exists(path) ? path : resolve(module, text, path + " is not there, and ");
    }

    /** @param before what was tried before, before the message of a failure */
    private Path resolve(Module module, String coordinates, String before) {
        String[] parts = coordinates.split(":");
        Artifact artifact = parts.length == 3
                ? new DefaultArtifact(parts[0], parts[1], "xml", parts[2])
                : new DefaultArtifact(coordinates);
        var request = new ArtifactRequest(artifact, module.project().getRemoteProjectRepositories(), "hf-models");
        try {
            File file = resolver.resolveArtifact(session, request).getArtifact().getFile();
            return Objects.requireNonNull(file, "a resolved artifact has a file")
                    .toPath();
        } catch (ArtifactResolutionException e) {
            throw new UserException(
                    module.nameOf("policyFile") + " is " + coordinates + ": " + before
                            + "Maven does not find it as an artifact: " + e.getMessage()
                            + "; check the path, or the coordinates and the repositories that the POM has",
                    e);
        }
    }
}
