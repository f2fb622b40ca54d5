package dev.burnish.ingestion.messaging;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names, and refuses those that lead into a network that is not the public Internet (IANA's special-purpose address registries, RFC 6890). The connection is made to the
 * addresses that were checked, so that a name that changes its mind in between gains nothing. Java reads an IPv4 address that is mapped into IPv6 as IPv4.
 */
final class PublicAddresses implements DnsResolver {
    private static final List<IpSubnetFilterRule> SPECIAL = List.of(
            subnet("0.0.0.0", 8),
            subnet("10.0.0.0", 8),
            subnet("100.64.0.0", 10),
            subnet("127.0.0.0", 8),
            subnet("169.254.0.0", 16),
            subnet("172.16.0.0", 12),
            subnet("192.0.0.0", 24),
            subnet("192.0.2.0", 24),
            subnet("192.88.99.0", 24),
            subnet("192.168.0.0", 16),
            subnet("198.18.0.0", 15),
            subnet("198.51.100.0", 24),
            subnet("203.0.113.0", 24),
            subnet("224.0.0.0", 4),
            subnet("240.0.0.0", 4),
            subnet("::", 96),
            subnet("64:ff9b::", 96),
            subnet("64:ff9b:1::", 48),
            subnet("100::", 64),
            subnet("2001::", 23),
            subnet("2001:db8::", 32),
            subnet("2002::", 16),
            subnet("3fff::", 20),
            subnet("5f00::", 16),
            subnet("fc00::", 7),
            subnet("fe80::", 10),
            subnet("fec0::", 10),
            subnet("ff00::", 8));

    private static IpSubnetFilterRule subnet(String address, int bits) {
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.REJECT);
    }

    static boolean isPublic(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 443);
        return SPECIAL.stream().noneMatch(subnet -> subnet.matches(socket));
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
        if (!Arrays.stream(addresses).allMatch(PublicAddresses::isPublic)) {
            throw new NotPublicException(host);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return SystemDefaultDnsResolver.INSTANCE.resolveCanonicalHostname(host);
    }

    /** A host that leads into a private network. */
    static final class NotPublicException extends UnknownHostException {
        NotPublicException(String host) {
            super(host + " is not on the public Internet");
        }
    }
}
