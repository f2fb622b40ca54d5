package dev.burnish.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.local.layout.Installation;
import dev.burnish.local.layout.Service;
import dev.burnish.local.layout.StateDirectory;
import dev.burnish.local.process.ManagedProcess;
import dev.burnish.local.process.Ports;
import dev.burnish.local.process.ProcessId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real parts and the real gateway around stand-ins of the services, which are built after this module. */
@Timeout(600)
class LocalStackIT {
    @TempDir
    private Path folder = Path.of("");

    private final HttpClient client = HttpClient.newHttpClient();
    private StateDirectory state = new StateDirectory(Path.of(""));

    @BeforeEach
    void layOut() throws IOException {
        state = new StateDirectory(folder.resolve("state"));
        Installation real = Installation.find();
        Installation home = home();
        link(home.localStackJars(), real.localStackJars());
        link(home.storageJars(), real.storageJars());
        link(home.cache(), real.cache());
    }

    @AfterEach
    void unlink() throws IOException {
        Files.delete(home().localStackJars());
        Files.delete(home().storageJars());
        Files.delete(home().cache());
        client.close();
    }

    @Test
    void runsEverythingRestartsWhatDiesAndLeavesNothingBehind() throws IOException, InterruptedException {
        putStandIns();
        List<RunningStack.Member> members;
        try (LocalStack stack = LocalStack.start(settings())) {
            String answer = get(stack, "/v1/files");
            assertThat(answer)
                    .contains(stack.parts().postgres().jdbcUrl("ingestion"), "local:")
                    .endsWith(" PT7S")
                    .doesNotContain(stack.apiKey());
            assertThat(get(stack, "/v1/models")).contains("/deployment");
            assertThat(get(stack, "/v1/evaluations")).contains("/evaluation");
            assertThatThrownBy(() -> LocalStack.claim(settings())).isInstanceOf(AlreadyRunningException.class);

            ManagedProcess ingestion = stack.process(Service.INGESTION);
            ProcessId before = id(ingestion);
            ingestion.kill();
            ingestion.awaitReady();
            assertThat(id(ingestion)).isNotEqualTo(before);
            assertThat(get(stack, "/v1/files")).isEqualTo(answer);

            members = RunningStack.read(state).orElseThrow().members();
            assertThat(members)
                    .hasSize(9)
                    .allSatisfy(member -> assertThat(member.process().running()).isPresent());
        }
        assertThat(members)
                .allSatisfy(member -> assertThat(member.process().running()).isEmpty());
        assertThat(RunningStack.read(state)).isEmpty();
    }

    @Test
    void startsNothingWhereAServiceIsNotBuilt() {
        assertThatThrownBy(() -> LocalStack.start(settings()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The ingestion service is not built");
        assertThat(state.logs()).doesNotExist();
    }

    @Test
    void stopsEverythingAgainWhenAServiceDoesNotStart() throws IOException, InterruptedException {
        putStandIns();
        Files.writeString(home().serviceJar(Service.TRAINING), "no jar");

        assertThatThrownBy(() -> LocalStack.start(settings()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("training ended before it was ready")
                .hasMessageContaining("Invalid or corrupt jarfile");
        assertThat(RunningStack.read(state)).isEmpty();
        assertThat(StackShutdown.of(state)).isEmpty();
    }

    private StackSettings settings() {
        return new StackSettings(
                home(),
                state,
                folder.resolve("models"),
                Ports.any(),
                Map.of(Service.INGESTION, Map.of("BURNISH_WORK_LEASE", "PT7S")),
                ManagedProcess.Events.NONE);
    }

    private Installation home() {
        return new Installation(folder.resolve("home"));
    }

    private static ProcessId id(ManagedProcess process) {
        return process.handle().map(ProcessId::of).orElseThrow();
    }

    private String get(LocalStack stack, String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(stack.gateway() + path)).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static void link(Path link, Path target) throws IOException {
        Files.createDirectories(Objects.requireNonNull(link.getParent()));
        Files.createDirectories(target);
        Files.createSymbolicLink(link, target);
    }

    private void putStandIns() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandInService.class.getName());
        String classFile = StandInService.class.getName().replace('.', '/') + ".class";
        for (Service service : Service.values()) {
            Path jar = home().serviceJar(service);
            Files.createDirectories(Objects.requireNonNull(jar.getParent()));
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream entries = new JarOutputStream(file, manifest);
                    InputStream bytes = StandInService.class.getClassLoader().getResourceAsStream(classFile)) {
                entries.putNextEntry(new JarEntry(classFile));
                Objects.requireNonNull(bytes).transferTo(entries);
            }
        }
    }
}
