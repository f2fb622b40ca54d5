package dev.burnish.formatting.domain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    /** FIPS 180-2, appendix B.1. */
    @Test
    void isTheStartOfTheLinesSha256() {
        assertThat(Fingerprint.of("abc".getBytes(UTF_8)))
                .isEqualTo(new Fingerprint(0xba7816bf8f01cfeaL, 0x414140de5dae2223L));
    }
}
