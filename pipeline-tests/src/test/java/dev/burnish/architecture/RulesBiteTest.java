package dev.burnish.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesBiteTest {
    private static final String FIXTURES = "dev.burnish.architecture.fixtures";
    private static final String SHOP = FIXTURES + ".shop";
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURES);

    static Stream<Arguments> rulesAndTheirOffenders() {
        return Stream.of(
                Arguments.of(ArchitectureRules.layers(SHOP), "PlaceOrder"),
                Arguments.of(ArchitectureRules.layers(SHOP), "OrderResource"),
                Arguments.of(ArchitectureRules.knownPackages(SHOP), "OrderHelper"),
                Arguments.of(ArchitectureRules.domainIsPlainJava(SHOP), "Order"),
                Arguments.of(ArchitectureRules.independent(SHOP, List.of(SHOP, FIXTURES + ".other")), "Order"),
                Arguments.of(ArchitectureRules.onlyIn("..rest..", "jakarta.ws.rs.."), "Order"),
                Arguments.of(ArchitectureRules.knowsNothingOf(SHOP + "..", "jakarta.inject.."), "OrderResource"),
                Arguments.of(ArchitectureRules.noFieldInjection(), "OrderResource"),
                Arguments.of(ArchitectureRules.noMutablePublicState(), "OrderResource"),
                Arguments.of(ArchitectureRules.noStandardStreams("nowhere.."), "OrderResource"),
                Arguments.of(ArchitectureRules.noBareRuntimeExceptions(), "OrderResource"),
                Arguments.of(ArchitectureRules.noVagueNames(), "OrderHelper"),
                Arguments.of(ArchitectureRules.everyEndpointNamesItsScope(), "OrderResource.order()"),
                Arguments.of(ArchitectureRules.packagesAreNullMarked(), "Unmarked"));
    }

    @ParameterizedTest
    @MethodSource("rulesAndTheirOffenders")
    void findsTheClassThatBreaksTheRule(ArchRule rule, String offender) {
        assertThat(rule.evaluate(BROKEN).getFailureReport().getDetails())
                .anySatisfy(line -> assertThat(line).contains(offender));
    }
}
