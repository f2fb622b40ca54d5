package dev.burnish.manifests;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The settings that a service reads, found in its code and its properties files, under the names that they have as environment variables. */
final class ServiceSettings {
    private static final String CONFIG_MAPPING = "io.smallrye.config.ConfigMapping";
    private static final String CONFIG_PROPERTY = "org.eclipse.microprofile.config.inject.ConfigProperty";

    /** What Quarkus reads for a data source without being told of it in a file. */
    private static final Set<String> OF_QUARKUS =
            Set.of("QUARKUS_DATASOURCE_USERNAME", "QUARKUS_DATASOURCE_PASSWORD", "QUARKUS_DATASOURCE_JDBC_URL");

    static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.burnish");

    private final Set<String> variables = new TreeSet<>(OF_QUARKUS);

    private ServiceSettings() {}

    static Set<String> variablesOf(String service) {
        ServiceSettings settings = new ServiceSettings();
        for (JavaClass type : PRODUCT) {
            if (type.getPackageName().startsWith("dev.burnish.kit")
                    || type.getPackageName().startsWith("dev.burnish." + service)) {
                settings.addMapping(type);
                settings.addProperties(type);
            }
        }
        settings.addKeys(
                Manifests.HOME.resolve("service-kit/src/main/resources/META-INF/microprofile-config.properties"));
        settings.addKeys(Manifests.HOME.resolve(service + "-service/src/main/resources/application.properties"));
        return settings.variables;
    }

    private void addMapping(JavaClass type) {
        type.tryGetAnnotationOfType(CONFIG_MAPPING).ifPresent(mapping -> {
            String prefix = mapping.get("prefix").map(Object::toString).orElse("");
            for (JavaMethod method : type.getMethods()) {
                add(prefix + "." + kebab(method.getName()));
            }
        });
    }

    private void addProperties(JavaClass type) {
        Stream<JavaAnnotation<?>> annotations = Stream.concat(
                type.getCodeUnits().stream()
                        .flatMap(unit -> unit.getParameters().stream())
                        .flatMap(parameter -> parameter.getAnnotations().stream()),
                type.getFields().stream().flatMap(field -> field.getAnnotations().stream()));
        annotations
                .filter(annotation -> annotation.getRawType().getName().equals(CONFIG_PROPERTY))
                .forEach(annotation ->
                        annotation.get("name").map(Object::toString).ifPresent(this::add));
    }

    private void addKeys(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        properties.stringPropertyNames().forEach(this::add);
    }

    /** The mapping of names that MicroProfile Config 3.1 defines in "Environment Variables Mapping Rules". */
    private void add(String property) {
        variables.add(property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT));
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
