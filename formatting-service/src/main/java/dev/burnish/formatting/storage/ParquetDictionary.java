package dev.burnish.formatting.storage;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.hardwood.metadata.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/** The texts that a column's pages refer to, each after its length in four bytes (PLAIN encoding of Parquet's BYTE_ARRAY). */
final class ParquetDictionary {
    private ParquetDictionary() {}

    /**
     * The length in bytes of the longest.
     *
     * @param uncompressed what the page's header claims
     * @throws dev.burnish.formatting.domain.InvalidFileException if the page is damaged
     */
    static long longestText(byte[] page, CompressionCodec codec, int uncompressed) throws IOException {
        ByteBuffer texts =
                ByteBuffer.wrap(decompressed(page, codec, uncompressed)).order(ByteOrder.LITTLE_ENDIAN);
        long longest = 0;
        while (texts.remaining() >= Integer.BYTES) {
            int length = texts.getInt();
            if (length < 0 || length > texts.remaining()) {
                throw ParquetCheck.broken("has a damaged dictionary");
            }
            longest = Math.max(longest, length);
            texts.position(texts.position() + length);
        }
        return longest;
    }

    private static byte[] decompressed(byte[] page, CompressionCodec codec, int uncompressed) throws IOException {
        byte[] texts = new byte[uncompressed];
        boolean whole;
        try {
            whole = switch (codec) {
                case UNCOMPRESSED -> {
                    System.arraycopy(page, 0, texts, 0, Math.min(page.length, uncompressed));
                    yield page.length == uncompressed;
                }
                case SNAPPY ->
                    Snappy.uncompressedLength(page) == uncompressed
                            && Snappy.uncompress(page, 0, page.length, texts, 0) == uncompressed;
                case ZSTD -> Zstd.decompressByteArray(texts, 0, uncompressed, page, 0, page.length) == uncompressed;
                case GZIP -> {
                    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
                        yield in.readNBytes(texts, 0, uncompressed) == uncompressed;
                    }
                }
                default -> false;
            };
        } catch (IOException | ZstdException e) {
            whole = false;
        }
        if (!whole) {
            throw ParquetCheck.broken("has a damaged dictionary");
        }
        return texts;
    }
}
