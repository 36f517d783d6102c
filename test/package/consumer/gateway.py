# The gateway of the README, as gateway.ts writes it.
from cdk8s import Chart
from cdk8s_gateways import (AcmeIssuer, AcmeSolver, Backend, CredentialSource, DnsCredential, GatewayApp, Geo, SecretStore, SecuredGateway)
app = GatewayApp()
chart = Chart(app, "external", namespace="api-gateway")
source = CredentialSource.aws_secrets_manager(store=SecretStore.cluster("aws"), secret_name="external/dns")
credential = DnsCredential(chart, "aws-credentials", source=source)
issuer = AcmeIssuer(chart, "lets-encrypt", email="foo@example.com",
    solvers=[AcmeSolver.route53(hosted_zone_id="Z0123456789ABCDEFGHIJ", region="us-east-1", credential=credential)])
gateway = SecuredGateway(chart, "external", domain="demo.example.com", issuer=issuer,
    dns={"credential": credential, "geo": Geo.EUROPE, "default_geo": True})
gateway.add_http_route("test", hostnames=["test.demo.example.com"], backends=[Backend.service("toystore", 80)])
app.synth()
