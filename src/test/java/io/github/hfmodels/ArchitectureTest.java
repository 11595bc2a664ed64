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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The shape of the main code: who may use whom and what. */
@AnalyzeClasses(packages = ArchitectureTest.BASE, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    static final String BASE = "io.github.hfmodels";

    /** Which packages each package may use. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry(
                    "mojo",
                    "display",
                    "pom",
                    "settings",
                    "report",
                    "locking",
                    "lock",
                    "prefetch",
                    "plan",
                    "hub",
                    "http",
                    "proxy",
                    "cache",
                    "preset",
                    "output",
                    "environment",
                    "progress",
                    "model"),
            entry("display", "report", "progress", "model"),
            entry("pom", "plan", "preset", "lock", "cache", "model"),
            entry("settings", "http", "proxy", "environment", "model"),
            entry("report", "locking", "lock", "prefetch", "plan", "preset", "json", "progress", "model"),
            entry("locking", "prefetch", "plan", "lock", "hub", "cache", "preset", "model"),
            entry("prefetch", "plan", "preset", "hub", "cache", "output", "progress", "model"),
            entry("plan", "lock", "preset", "hub", "cache", "select", "output", "model"),
            entry("lock", "cache", "json", "preset", "select", "model"),
            entry("hub", "transfer", "http", "proxy", "progress", "model"),
            entry("transfer", "http", "proxy", "progress", "model"),
            entry("http", "proxy", "model"),
            entry("proxy", "model"),
            entry("cache", "json", "model"),
            entry("output", "cache", "json", "model"),
            entry("select", "model"),
            entry("environment", "model"),
            entry("progress", "model"),
            entry("preset", "preset.transformers", "preset.onnx", "preset.weights", "select", "json", "model"),
            entry("preset.onnx", "preset", "select", "model"),
            entry("preset.weights", "preset", "select", "model"),
            entry("preset.transformers", "preset", "model"),
            entry("json"),
            entry("model"));

    private static final DescribedPredicate<JavaClass> WRITTEN_BY_US =
            describe("are not generated", type -> !type.getSimpleName().equals("HelpMojo"));

    @ArchTest
    static final ArchRule model_usesTheJdkAlone = classes()
            .that()
            .resideInAPackage(BASE + ".model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(BASE + ".model..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule onlyTheRoomsAroundMojos_knowMaven = onlyIn(
            Set.of("mojo", "display", "pom", "settings"),
            "org.apache.maven..",
            "org.codehaus.plexus..",
            "org.eclipse.aether..");

    @ArchTest
    static final ArchRule onlyHttpAndTransfer_knowTheHttpClient =
            onlyIn(Set.of("http", "transfer"), "org.apache.hc..", "java.net.http..");

    @ArchTest
    static final ArchRule onlyHub_knowsTheJsonLibrary = onlyIn(Set.of("hub"), "com.fasterxml..");

    @ArchTest
    static final ArchRule onlyCache_callsNativeCode = onlyIn(Set.of("cache"), "com.sun.jna..");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

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
                    .filter(name -> !name.equals(user) && !used.contains(name))
                    .map(name -> BASE + "." + name + "..")
                    .toArray(String[]::new);
            if (forbidden.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(BASE + "." + user + "..")
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
