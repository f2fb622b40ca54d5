package dev.burnish.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrashPointTest {
    private static final int KILLED = 137;

    @Test
    void endsTheProcessAtThePointThatIsNamed() throws IOException, InterruptedException {
        Run run = Run.with("work.claimed");

        assertThat(run.exitCode()).isEqualTo(KILLED);
        assertThat(run.output())
                .contains("the process ends at crash point work.claimed")
                .doesNotContain("passed");
    }

    @Test
    void endsTheProcessAtTheTimeThatIsNamedWithoutCleaningUp() throws IOException, InterruptedException {
        Run run = Run.with("work.claimed:3");

        assertThat(run.exitCode()).isEqualTo(KILLED);
        assertThat(run.output()).contains("passed 2 times").doesNotContain("passed 3 times", "cleaned up");
    }

    @Test
    void letsTheProcessGoOnAtAnyOtherPointAndWithoutASetting() throws IOException, InterruptedException {
        for (String setting : new String[] {"work.committed", "work.claimed:9", ""}) {
            Run run = Run.with(setting);

            assertThat(run.exitCode()).as(setting).isZero();
            assertThat(run.output()).contains("passed 3 times", "cleaned up");
        }
    }

    @Test
    void refusesASettingThatNamesNoPoint() throws IOException, InterruptedException {
        Run run = Run.with("work.claimed:0");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("BURNISH_CRASH_AT is 'work.claimed:0'", "a number of at least 1");
    }

    /** What the variable can end: passes the point three times, and cleans up when it ends. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("cleaned up")));
            for (int times = 1; times <= 3; times++) {
                CrashPoint.reached("work.claimed");
                System.out.println("passed " + times + " times");
            }
        }
    }

    private record Run(int exitCode, String output) {
        static Run with(String setting) throws IOException, InterruptedException {
            ProcessBuilder program = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Program.class.getName());
            program.environment().put("BURNISH_CRASH_AT", setting);
            Process process = program.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Run(process.waitFor(), output);
        }
    }
}
