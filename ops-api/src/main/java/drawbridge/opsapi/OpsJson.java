package drawbridge.opsapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

import org.jspecify.annotations.Nullable;

/// The one way to write and read the records of this package: instants in ISO form, absent values
/// left out, unknown fields ignored, so that either side may be newer than the other.
public final class OpsJson {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .build();

    private OpsJson() {}

    /// The configured mapper itself. Do not change its configuration.
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /// The record as JSON.
    public static String write(Object record) {
        try {
            return MAPPER.writeValueAsString(record);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of the ops API cannot be written", e);
        }
    }

    /// The record as a tree.
    public static JsonNode tree(Object record) {
        return MAPPER.valueToTree(record);
    }

    /// Reads a record.
    ///
    /// @throws UnreadableJson if the text is no JSON, or not of this type
    public static <T> T read(String json, Class<T> type) {
        try {
            return present(MAPPER.readValue(json, type));
        } catch (JsonProcessingException e) {
            throw new UnreadableJson(e);
        }
    }

    /// Reads a record with type parameters, such as a page of parked items.
    ///
    /// @throws UnreadableJson if the text is no JSON, or not of this type
    public static <T> T read(String json, TypeReference<T> type) {
        try {
            return present(MAPPER.readValue(json, type));
        } catch (JsonProcessingException e) {
            throw new UnreadableJson(e);
        }
    }

    static <T> T convert(JsonNode body, Class<T> type) {
        try {
            return present(MAPPER.treeToValue(body, type));
        } catch (JsonProcessingException e) {
            throw new UnreadableJson(e);
        }
    }

    private static <T> T present(@Nullable T read) {
        if (read == null) {
            throw new UnreadableJson("JSON null where a record is needed");
        }
        return read;
    }
}
