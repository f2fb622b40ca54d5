package dev.burnish.formatting.storage;

import dev.burnish.contracts.Method;
import dev.burnish.formatting.domain.RowFiles;
import dev.burnish.formatting.domain.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files in OpenAI's JSONL formats. */
@ApplicationScoped
public class JsonlRowFiles implements RowFiles {
    @Override
    public Rows open(Path file, Method method) throws IOException {
        return new JsonlRows(Files.newInputStream(file), method);
    }
}
