# An SMS centre of Net::SMPP (Debian: libnet-smpp-perl): another hand's reading of SMPP 3.4.
# Prints its port, then each PDU as one line: name, then name=value, texts as hex. Receipts bear the word that is given.
use strict;
use warnings;
use Net::SMPP;
use IO::Select;

my ($user, $password, $word) = @ARGV;
$| = 1;
my $centre = Net::SMPP->new_listen('127.0.0.1', port => 0) or die "cannot listen: $!";
print "port ", $centre->sockport, "\n";
$SIG{CHLD} = 'IGNORE';
my $ids = $$ * 1000;

# Net::SMPP looks at $! after a read that succeeded, takes an interruption of long ago for one of this read, and reads the next
# octets in the place of those that it has: on a busy machine PDUs are lost.
{
    no warnings 'redefine';
    *Net::SMPP::read_hard = sub {
        my ($line, $length, $data, $offset) = @_;
        while (length($$data) < $length + $offset) {
            my $read = $line->sysread($$data, $length + $offset - length($$data), length($$data));
            next if !defined $read && $!{EINTR};
            return undef if !$read;
        }
        return 1;
    };
}

sub told {
    my ($name, %fields) = @_;
    print join(' ', $name, map { "$_=$fields{$_}" } sort keys %fields), "\n";
}

while (my $line = $centre->accept) {
    $ids += 100;
    next if fork;
    for my $name (keys %{&Net::SMPP::Default}) { ${*$line}{$name} = Net::SMPP::Default()->{$name} }
    $line->set_version(0x34);
    $line->autoflush(1);
    while (my $pdu = $line->read_pdu) {
        if ($pdu->{cmd} == Net::SMPP::CMD_bind_transceiver) {
            my $in = $pdu->{system_id} eq $user && $pdu->{password} eq $password;
            told('bind', system_id => $pdu->{system_id}, version => $pdu->{interface_version}, type => $pdu->{system_type});
            $line->bind_transceiver_resp(seq => $pdu->{seq}, system_id => 'centre', status => $in ? 0 : 0x0e);
        } elsif ($pdu->{cmd} == Net::SMPP::CMD_submit_sm) {
            my $id = sprintf 'perl-%d', ++$ids;
            told('submit',
                id => $id, to => $pdu->{destination_addr}, ton => $pdu->{dest_addr_ton}, npi => $pdu->{dest_addr_npi},
                from => $pdu->{source_addr}, from_ton => $pdu->{source_addr_ton}, esm_class => $pdu->{esm_class},
                validity => $pdu->{validity_period}, receipt => $pdu->{registered_delivery}, coding => $pdu->{data_coding},
                text => unpack('H*', $pdu->{short_message}), payload => unpack('H*', $pdu->{message_payload} // ''));
            $line->submit_sm_resp(seq => $pdu->{seq}, message_id => $id);
            next if !$pdu->{registered_delivery} || !defined $word;
            $line->deliver_sm(async => 1, esm_class => 4, source_addr => $pdu->{destination_addr}, destination_addr => '',
                short_message => "id:$id sub:001 dlvrd:001 submit date:2611300900 done date:2611300901 stat:$word err:000 text:");
        } elsif ($pdu->{cmd} == Net::SMPP::CMD_enquire_link) {
            told('enquire_link');
            $line->enquire_link_resp(seq => $pdu->{seq});
        } elsif ($pdu->{cmd} == Net::SMPP::CMD_deliver_sm_resp) {
            told('receipt_answered', status => $pdu->{status});
        } elsif ($pdu->{cmd} == Net::SMPP::CMD_unbind) {
            told('unbind');
            $line->unbind_resp(seq => $pdu->{seq});
            last;
        }
    }
    exit;
}
