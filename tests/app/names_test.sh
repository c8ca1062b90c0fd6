# The program opens no network connection: no networking call among the symbols it needs.
kiosk=$1/kiosk
[ -x "$kiosk" ] || { echo "no $kiosk"; exit 1; }
if nm -D --undefined-only "$kiosk" | grep -wE 'getaddrinfo|gethostbyname|getnameinfo|inet_addr|inet_pton|inet_ntop|res_query'; then
    echo "the program asks for names or addresses of a network"
    exit 1
fi
