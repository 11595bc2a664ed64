package io.github.hfmodels.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A process that is spoken to and answers in lines. Its standard error is taken for answers, too. */
public final class OtherProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader answers;
    private final List<String> heard = new ArrayList<>();

    public OtherProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Says a line. */
    public void say(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** Waits for a line that contains the words, and returns it. */
    public String hear(String words) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            heard.add(line);
            if (line.contains(words)) {
                return line;
            }
        }
        throw new AssertionError("not heard: " + words + "; but " + heard);
    }

    /** Waits for the end of the process, and returns all the lines that it ever said. */
    public List<String> hearAll() throws IOException {
        answers.lines().forEach(heard::add);
        return heard;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the process as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
