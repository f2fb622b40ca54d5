package dev.burnish.ingestion.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.8.8.8",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "ff02::1"
            })
    void takesASpecialAddressForNotPublic(String address) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.128.0.1",
                "172.32.0.1",
                "192.167.1.1",
                "2606:4700:4700::1111",
                "2a00:1450:4001::200e"
            })
    void takesAnyOtherForPublic(String address) throws Exception {
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "2130706433", "[::1]"})
    void refusesToResolveANameThatLeadsHome(String host) {
        assertThatThrownBy(() -> new PublicAddresses().resolve(host))
                .isInstanceOf(PublicAddresses.NotPublicException.class)
                .hasMessageContaining(host);
    }

    @Test
    void resolvesAPublicAddress() throws Exception {
        assertThat(new PublicAddresses().resolve("8.8.8.8")).containsExactly(InetAddress.getByName("8.8.8.8"));
    }
}
