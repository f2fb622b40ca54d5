package dev.burnish.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Derives the schemas from the records. */
final class EventSchema {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();
    private static final List<String> ATTRIBUTES = List.of(
            "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "tenant", "sequence", "data");

    private EventSchema() {}

    /** Writes all schemas into the directory that is the only argument. */
    public static void main(String[] arguments) throws Exception {
        for (EventType type : EventType.values()) {
            Files.writeString(Path.of(arguments[0], type.topic() + ".v1.schema.json"), of(type));
        }
    }

    static String of(EventType type) throws JsonProcessingException {
        ObjectNode data = new SchemaGenerator(configuration().build()).generateSchema(type.record());
        ObjectNode definitions = (ObjectNode) data.remove("$defs");
        ObjectNode schema = JSON.createObjectNode();
        schema.put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier());
        schema.put("title", type.type());
        schema.put("type", "object");
        ArrayNode required = schema.putArray("required");
        ATTRIBUTES.forEach(required::add);
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("specversion").put("const", "1.0");
        text(properties, "id");
        text(properties, "source");
        properties.putObject("type").put("const", type.type());
        text(properties, "subject");
        text(properties, "time").put("format", "date-time");
        properties.putObject("datacontenttype").put("const", "application/json");
        text(properties, "tenant");
        properties.putObject("sequence").put("type", "integer").put("minimum", 1);
        properties.set("data", data);
        if (definitions != null) {
            schema.set("$defs", definitions);
        }
        return JSON.writeValueAsString(schema) + "\n";
    }

    private static ObjectNode text(ObjectNode properties, String name) {
        return properties.putObject(name).put("type", "string").put("minLength", 1);
    }

    private static SchemaGeneratorConfigBuilder configuration() {
        SchemaGeneratorConfigBuilder builder =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        builder.without(Option.SCHEMA_VERSION_INDICATOR)
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.INLINE_NULLABLE_SCHEMAS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.PLAIN_DEFINITION_KEYS)
                .with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        builder.forFields()
                .withPropertyNameOverrideResolver(field -> SNAKE_CASE.translate(field.getName()))
                .withNullableCheck(EventSchema::isNullable)
                .withRequiredCheck(
                        field -> !isNullable(field) && !field.getRawMember().isAnnotationPresent(AddedLater.class));
        return builder;
    }

    private static boolean isNullable(FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
