package dev.burnish.llm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    @TempDir
    private Path directory;

    @Test
    void readsWhatIsWritten() throws IOException {
        Path file = directory.resolve("model.safetensors");
        ByteBuffer floats = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            floats.putFloat(i * 4, i + 0.5f);
        }
        SafetensorsWriter.write(
                file,
                List.of(
                        new SafetensorsWriter.Source("b", StoredType.F32, List.of(2L, 3L), floats::duplicate),
                        new SafetensorsWriter.Source(
                                "a", StoredType.BF16, List.of(1L), () -> ByteBuffer.wrap(new byte[] {1, 2}))));
        try (SafetensorsFile opened = SafetensorsFile.open(file);
                Arena arena = Arena.ofConfined()) {
            assertThat(opened.tensors().keySet()).containsExactly("a", "b");
            StoredTensor tensor = opened.tensors().get("b");
            assertThat(tensor).isNotNull();
            assertThat(opened.map(tensor, 0, 24, arena).getFloat(20)).isEqualTo(5.5f);
            assertThat(opened.map(tensor, 12, 12, arena).getFloat(0)).isEqualTo(3.5f);
        }
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("{\"__metadata__\":{\"format\":\"pt\"}");
        assertThat(directory.resolve("model.safetensors.partial")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[];is not a JSON object",
                "{\"a\":;not valid JSON",
                "{} x;not valid JSON",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}};is there twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,4]}};has shape twice",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"extra\":1}};unknown field extra",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}};needs a dtype, a shape and a pair of data_offsets",
                "{\"a\":[]};is not a JSON object",
                "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}};dtype",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}};not the size of shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}};outside the file",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}};no size",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}};outside the file",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}};pair of data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}};no size",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}};no size",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}};no size",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}};too large",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,4]}};more than 8 numbers",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[2,6]}};overlaps",
            })
    void refusesAHeaderThatIsWrong(String header, String problem) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        assertRefused(json.length, json, problem);
    }

    @Test
    void refusesAHeaderLengthOutsideTheFile() throws IOException {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        for (long length : new long[] {-1, 0, 1, 1000, Long.MAX_VALUE, (16 << 20) + 1}) {
            assertRefused(length, json, "header length");
        }
        Path file = Files.write(directory.resolve("short.safetensors"), new byte[7]);
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("shorter");
        assertThatThrownBy(() -> SafetensorsFile.open(directory.resolve("absent.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("absent.safetensors");
    }

    private void assertRefused(long length, byte[] header, String problem) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        Path file = Files.write(directory.resolve("wrong.safetensors"), bytes.array());
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("wrong.safetensors: ")
                .hasMessageContaining(problem);
    }
}
