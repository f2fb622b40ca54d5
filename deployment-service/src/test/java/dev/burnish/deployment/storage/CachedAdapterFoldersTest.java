package dev.burnish.deployment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.burnish.contracts.AdapterFiles;
import dev.burnish.contracts.Artifact;
import dev.burnish.deployment.domain.ServingException;
import dev.burnish.deployment.domain.ServingException.Reason;
import dev.burnish.kit.storage.ObjectStore;
import dev.burnish.kit.storage.StorageException;
import dev.burnish.kit.testing.InMemoryObjectStore;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedAdapterFoldersTest {
    @TempDir
    Path directory;

    private final CountingStore store = new CountingStore();

    @Test
    void fetchesAnAdapterOnce() throws Exception {
        AdapterFiles adapter = adapter("one");
        CachedAdapterFolders folders = folders(4);

        Path folder = folders.fetch(adapter);

        assertThat(folder.resolve("adapter_config.json")).hasContent("config of one");
        assertThat(folder.resolve("adapter_model.safetensors")).hasContent("weights of one");
        assertThat(folders.fetch(adapter)).isEqualTo(folder);
        assertThat(folders(4).fetch(adapter)).isEqualTo(folder);
        assertThat(store.downloads).hasValue(2);
    }

    @Test
    void requestsThatComeTogetherDownloadOnce() throws Exception {
        AdapterFiles adapter = adapter("one");
        CachedAdapterFolders folders = folders(4);
        List<Callable<Path>> requests = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            requests.add(() -> folders.fetch(adapter));
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Path> fetched : threads.invokeAll(requests)) {
                assertThat(fetched.get()).isDirectory();
            }
        }

        assertThat(store.downloads).hasValue(2);
    }

    @Test
    void leavesNothingOfAnAdapterThatIsNotWhole() throws Exception {
        AdapterFiles adapter = adapter("one");
        store.put(adapter.weights().key(), new ByteArrayInputStream(new byte[3]), "");

        assertThatThrownBy(() -> folders(4).fetch(adapter))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.ADAPTER_CORRUPT));
        store.delete(adapter.weights().key());
        assertThatThrownBy(() -> folders(4).fetch(adapter))
                .isInstanceOfSatisfying(
                        ServingException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.ADAPTER_MISSING));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void dropsTheAdapterThatWasNotUsedForLongest() throws Exception {
        CachedAdapterFolders folders = folders(2);
        Path first = folders.fetch(adapter("first"));
        Path second = folders.fetch(adapter("second"));
        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minusSeconds(60)));
        Files.setLastModifiedTime(second, FileTime.from(Instant.now().minusSeconds(30)));
        folders.fetch(adapter("first"));

        Path third = folders.fetch(adapter("third"));

        assertThat(first).isDirectory();
        assertThat(third).isDirectory();
        assertThat(second).doesNotExist();
    }

    @Test
    void deletesFromStorageAndDisk() throws Exception {
        AdapterFiles adapter = adapter("one");
        CachedAdapterFolders folders = folders(4);
        Path folder = folders.fetch(adapter);

        folders.delete(adapter);
        folders.delete(adapter);

        assertThat(folder).doesNotExist();
        assertThatThrownBy(() -> folders.fetch(adapter)).isInstanceOf(ServingException.class);
    }

    @Test
    void removesAtStartWhatAKilledProcessLeft() throws Exception {
        Path partial = Files.createDirectory(directory.resolve("partial-1"));
        Files.writeString(partial.resolve("adapter_config.json.part"), "{");

        folders(4);

        assertThat(partial).doesNotExist();
    }

    private CachedAdapterFolders folders(int onDisk) {
        AdapterSettings settings = new SmallRyeConfigBuilder()
                .withMapping(AdapterSettings.class)
                .withDefaultValue("burnish.deployment.adapters.directory", directory.toString())
                .withDefaultValue("burnish.deployment.adapters.on-disk", Integer.toString(onDisk))
                .build()
                .getConfigMapping(AdapterSettings.class);
        return new CachedAdapterFolders(store, settings);
    }

    private AdapterFiles adapter(String name) throws StorageException {
        return new AdapterFiles(put(name, "config"), put(name, "weights"));
    }

    private Artifact put(String name, String part) throws StorageException {
        byte[] content = "%s of %s".formatted(part, name).getBytes(StandardCharsets.UTF_8);
        return store.put("%s/%s".formatted(name, part), new ByteArrayInputStream(content), "");
    }

    /** Counts downloads. */
    private static final class CountingStore implements ObjectStore {
        private final InMemoryObjectStore objects = new InMemoryObjectStore();
        private final AtomicInteger downloads = new AtomicInteger();

        @Override
        public Artifact put(String key, InputStream content, String contentType) throws StorageException {
            return objects.put(key, content, contentType);
        }

        @Override
        public Artifact put(String key, Path file, String contentType) throws StorageException {
            return objects.put(key, file, contentType);
        }

        @Override
        public InputStream open(Artifact artifact) throws StorageException {
            return objects.open(artifact);
        }

        @Override
        public void download(List<Artifact> parts, Path file) throws StorageException {
            downloads.incrementAndGet();
            objects.download(parts, file);
        }

        @Override
        public Artifact fetch(String key, Path file) throws StorageException {
            return objects.fetch(key, file);
        }

        @Override
        public void delete(String key) throws StorageException {
            objects.delete(key);
        }
    }
}
