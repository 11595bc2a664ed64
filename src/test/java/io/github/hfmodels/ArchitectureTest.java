package io.github.hfmodels;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.jspecify.annotations.NullMarked;

/** The shape of the main code: who may use whom and what. */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String BASE = "io.github.hfmodels";

    /** Which packages each package may use; what is below a package is a package of its own. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry(
                    "mojo",
                    "engine",
                    "bom",
                    "report",
                    "policy",
                    "describe",
                    "export",
                    "console",
                    "pom",
                    "settings",
                    "relock",
                    "prune",
                    "verify",
                    "prefetch",
                    "plan",
                    "lockfile",
                    "selection",
                    "source",
                    "source.hub",
                    "source.http",
                    "source.modelscope",
                    "http",
                    "cache",
                    "output",
                    "model"),
            entry(
                    "engine",
                    "policy",
                    "describe",
                    "relock",
                    "verify",
                    "prefetch",
                    "download",
                    "plan",
                    "lockfile",
                    "source",
                    "cache",
                    "output",
                    "progress",
                    "model"),
            entry("bom", "describe", "lockfile", "selection", "policy", "plan", "cache", "model"),
            entry(
                    "report",
                    "policy",
                    "describe",
                    "prefetch",
                    "lockfile",
                    "selection",
                    "preset",
                    "plan",
                    "json",
                    "source",
                    "model"),
            entry("policy", "describe", "plan", "lockfile", "selection", "source", "cache", "model"),
            entry("describe", "relock", "plan", "lockfile", "source", "model"),
            entry("export", "prefetch", "plan", "output", "model"),
            entry(
                    "console",
                    "policy",
                    "relock",
                    "verify",
                    "prune",
                    "prefetch",
                    "plan",
                    "preset",
                    "lockfile",
                    "selection",
                    "cache",
                    "progress",
                    "json",
                    "model"),
            entry("pom", "policy", "plan", "lockfile", "selection", "cache", "model"),
            entry("settings", "http", "proxy", "model"),
            entry("relock", "download", "plan", "lockfile", "selection", "source", "cache", "cache.mutex", "model"),
            entry("prune", "cache", "model"),
            entry("verify", "prefetch", "download", "plan", "selection", "cache", "output", "progress", "model"),
            entry("prefetch", "policy", "download", "plan", "preset", "cache", "output", "model"),
            entry("download", "plan", "source", "cache", "cache.mutex", "progress", "model"),
            entry("plan", "lockfile", "selection", "preset", "preset.repo", "source", "cache", "progress", "model"),
            entry("lockfile", "selection", "cache", "json", "model"),
            entry("selection", "model"),
            entry(
                    "preset",
                    "selection",
                    "preset.transformers",
                    "preset.onnx",
                    "preset.weights",
                    "preset.repo",
                    "json",
                    "model"),
            entry("preset.transformers", "selection", "preset.repo", "model"),
            entry("preset.onnx", "selection", "preset.repo", "model"),
            entry("preset.weights", "selection", "preset.repo", "model"),
            entry("preset.repo", "selection", "json", "model"),
            entry("source", "progress", "model"),
            entry("source.hub", "source", "source.http", "transfer", "http", "progress", "model"),
            entry("source.modelscope", "source", "source.http", "transfer", "http", "progress", "model"),
            entry("source.http", "source", "http", "proxy", "model"),
            entry("transfer", "http", "proxy", "progress", "model"),
            entry("http", "proxy", "model"),
            entry("proxy", "model"),
            entry("cache", "cache.mutex", "json", "model"),
            entry("cache.mutex"),
            entry("output", "cache", "json", "model"),
            entry("progress", "model"),
            entry("json", "model"),
            entry("log", "model"),
            entry("model"));

    private static final DescribedPredicate<JavaClass> WRITTEN_BY_US =
            describe("are not generated", type -> !type.getSimpleName().equals("HelpMojo"));

    /** What is printed passes it, so every package may use it. */
    private static final String LOG = "log";

    /** Each package a slice of its own, so that a package and the ones below it cannot use each other. */
    private static final SliceAssignment EACH_PACKAGE = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    };

    @ArchTest
    static final ArchRule model_usesTheJdkAlone = classes()
            .that()
            .resideInAPackage(BASE + ".model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BASE + ".model..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule onlyPackagesAroundGoals_knowMaven = onlyIn(
            Set.of("mojo", "console", "pom", "settings"),
            "org.apache.maven..",
            "org.codehaus.plexus..",
            "org.eclipse.aether..");

    @ArchTest
    static final ArchRule onlyHttpAndTransfer_knowTheHttpClient =
            onlyIn(Set.of("http", "transfer"), "org.apache.hc..", "java.net.http..");

    @ArchTest
    static final ArchRule onlySourcesAndBillsOfMaterials_knowTheJsonLibrary =
            onlyIn(Set.of("source.http", "source.hub", "source.modelscope", "bom"), "com.fasterxml..");

    @ArchTest
    static final ArchRule onlyMutexes_callNativeCode = onlyIn(Set.of("cache.mutex"), "com.sun.jna..");

    /** Whatever else is logged would not be made printable. */
    @ArchTest
    static final ArchRule onlyTheLog_knowsTheLoggingLibrary = onlyIn(Set.of(LOG), "org.slf4j..");

    @ArchTest
    static final ArchRule nothing_isPrintedPastTheLog = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    /** Texts of names and servers reach Maven in them, and these two make them printable. */
    @ArchTest
    static final ArchRule onlyTwoClasses_makeExceptionsForMaven = noClasses()
            .that(WRITTEN_BY_US)
            .and()
            .doNotHaveSimpleName("AbstractCacheMojo")
            .and()
            .doNotHaveSimpleName("Failures")
            .should()
            .callConstructorWhere(describe(
                    "of exceptions for Maven",
                    call -> call.getTargetOwner().isAssignableTo(AbstractMojoExecutionException.class)));

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule names_sayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper");

    @ArchTest
    static final ArchRule classes_areFinal = classes()
            .that(WRITTEN_BY_US)
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .and(describe("are not sealed", type -> !type.reflect().isSealed()))
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static void dependencies_pointOneWay(JavaClasses all) {
        assertThat(packagesOf(all)).isEqualTo(ALLOWED.keySet());
        ALLOWED.forEach((user, used) -> {
            String[] forbidden = ALLOWED.keySet().stream()
                    .filter(name -> !name.equals(user) && !name.equals(LOG) && !used.contains(name))
                    .map(name -> BASE + "." + name)
                    .toArray(String[]::new);
            if (forbidden.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(BASE + "." + user)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(forbidden)
                        .check(all);
            }
        });
    }

    @ArchTest
    static void everyPackage_isNullMarkedAndDescribed(JavaClasses all) throws ClassNotFoundException {
        for (String name : packagesOf(all)) {
            Class<?> description = Class.forName(BASE + "." + name + ".package-info");

            assertThat(description.isAnnotationPresent(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }

    private static Map.Entry<String, Set<String>> entry(String user, String... used) {
        return Map.entry(user, Set.of(used));
    }

    private static ArchRule onlyIn(Set<String> users, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        users.stream().map(user -> BASE + "." + user + "..").toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static Set<String> packagesOf(JavaClasses all) {
        return all.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BASE + "."))
                .map(name -> name.substring(BASE.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
