package dev.burnish.llm.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs TorchScript source as the archive that libtorch loads: an uncompressed zip with the code and one pickled instance of its class. */
public final class TorchScriptArchive {

    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptArchive() {}

    /** @param className the one class in the source; its only attribute is {@code training : bool} */
    public static byte[] pack(String source, String className) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", instanceOf(className));
            put(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", EMPTY_TUPLE);
            put(zip, "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2: construct the class from an empty tuple, then set its state to {training: True}. */
    private static byte[] instanceOf(String className) throws IOException {
        byte[] attribute = "training".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', '('});
        pickle.write(new byte[] {'X', (byte) attribute.length, 0, 0, 0});
        pickle.write(attribute);
        pickle.write(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("kernels/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
