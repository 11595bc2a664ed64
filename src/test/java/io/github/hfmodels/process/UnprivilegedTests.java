package io.github.hfmodels.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs tests in another JVM, one for all of them, when this one's user may do anything whatever the permissions of files say. */
final class UnprivilegedTests implements InvocationInterceptor {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final int SECONDS = 120;

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        intercept(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        intercept(invocation, context);
    }

    private static void intercept(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
        if (permissionsCount()) {
            invocation.proceed();
            return;
        }
        assumeTrue(System.getProperty(OtherJvm.NAME) == null, "skipped: this user may do anything");
        assumeTrue(Files.isExecutable(SETPRIV), "skipped: root needs setpriv to give up its privileges");
        invocation.skip();
        context.getRoot()
                .getStore(Namespace.create(UnprivilegedTests.class))
                .getOrComputeIfAbsent(OtherJvm.class)
                .run(context.getUniqueId());
    }

    private static boolean permissionsCount() throws IOException {
        Path probe = Files.createTempFile("probe", null);
        try {
            Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("---------"));
            return !Files.isReadable(probe);
        } finally {
            Files.delete(probe);
        }
    }

    /** A JVM that runs tests by name. */
    static final class OtherJvm implements AutoCloseable {

        static final String NAME = "hf.test.unprivileged";

        private final Process process;
        private final OtherProcess conversation;

        OtherJvm() throws IOException {
            var command = new ArrayList<>(List.of(
                    SETPRIV.toString(),
                    "--bounding-set=-all",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-D" + NAME + "=true",
                    "-cp",
                    System.getProperty("java.class.path")));
            String basedir = System.getProperty("basedir");
            if (basedir != null) {
                command.add("-Dbasedir=" + basedir);
            }
            command.add(SingleTests.class.getName());
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            conversation = new OtherProcess(process);
        }

        /** Runs a test, and ends as it does. */
        void run(String id) throws Throwable {
            CompletableFuture<Void> watchdog = CompletableFuture.runAsync(
                    process::destroyForcibly, CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS));
            try {
                conversation.say(id);
                String[] outcome = conversation
                        .hear(SingleTests.OUTCOME)
                        .substring(SingleTests.OUTCOME.length())
                        .split(" ");
                String text = new String(Base64.getDecoder().decode(outcome[1]), StandardCharsets.UTF_8);
                assumeTrue(!outcome[0].equals("ABORTED"), text);
                if (!outcome[0].equals("SUCCESSFUL")) {
                    throw new AssertionError("in a process without root's privileges: " + text);
                }
            } finally {
                watchdog.cancel(false);
            }
        }

        @Override
        public void close() {
            conversation.close();
        }
    }
}
