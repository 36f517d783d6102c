// The gateway of the README, as gateway.ts writes it.
import io.github.cdk8sgateways.*;
import java.util.List;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;

public final class GatewayProgram {
  public static void main(String[] args) {
    GatewayApp app = new GatewayApp();
    Chart chart = new Chart(app, "external", ChartProps.builder().namespace("api-gateway").build());
    CredentialSource source = CredentialSource.awsSecretsManager(AwsSecretsManagerSourceOptions.builder()
        .store(SecretStore.cluster("aws")).secretName("external/dns").build());
    DnsCredential credential = DnsCredential.Builder.create(chart, "aws-credentials").source(source).build();
    AcmeIssuer issuer = AcmeIssuer.Builder.create(chart, "lets-encrypt")
        .email("foo@example.com")
        .solvers(List.of(AcmeSolver.route53(io.github.cdk8sgateways.certmanager.Route53SolverOptions.builder()
            .hostedZoneId("Z0123456789ABCDEFGHIJ").region("us-east-1").credential(credential).build())))
        .build();
    SecuredGateway gateway = SecuredGateway.Builder.create(chart, "external")
        .domain("demo.example.com")
        .issuer(issuer)
        .dns(GatewayDns.builder().credential(credential).geo(Geo.EUROPE).defaultGeo(true).build())
        .build();
    gateway.addHttpRoute("test", HttpRouteOptions.builder()
        .hostnames(List.of("test.demo.example.com"))
        .backends(List.of(Backend.service("toystore", 80)))
        .build());
    app.synth();
  }
}
